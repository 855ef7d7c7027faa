import {
  DSSE_PAYLOAD_TYPE,
  type ModelFile,
  Refused,
  type Statement,
  STATEMENT_TYPE,
  STATEMENT_TYPE_OLD,
  type StatementSubject,
} from "../core/attestation";
import { canonicalJson } from "../core/canonical-json";
import { shorten } from "../core/text";
import { namedFiles } from "./named-files";
import { field, listOf, objectOf, optionalText, textOf } from "./shape";
import { strictJson } from "./strict-json";

/** Bytes of a statement. GitHub takes predicates up to 16 MB, and no log takes more. CWE-770. */
export const MAX_STATEMENT_BYTES = 32 * 1024 * 1024;
/** Subjects that are read. Ours have up to 1,024, those of other tools may have more. CWE-770. */
const MAX_READ_SUBJECTS = 100_000;
/** Digests of one subject. CWE-770. */
const MAX_DIGESTS = 32;

/**
 * The statement of a verified payload. Strict: what two readers could read as different things (a member that stands
 * twice, bytes that are no UTF-8, hex in upper case) is `Refused("malformed")`; another type of payload is
 * `Refused("wrong-predicate")`. Statement v0.1, which `cosign attest-blob` writes, has the same members.
 */
export function readStatement(payload: Uint8Array, payloadType: string = DSSE_PAYLOAD_TYPE): Statement {
  if (payloadType !== DSSE_PAYLOAD_TYPE)
    throw new Refused("wrong-predicate", `What is signed is no in-toto statement but ${shorten(payloadType, 100)}.`);
  if (payload.length > MAX_STATEMENT_BYTES)
    throw new Refused(
      "malformed",
      `The statement has ${payload.length} bytes; no more than ${MAX_STATEMENT_BYTES} are read.`,
    );
  const statement = objectOf(strictJson(payload, "The statement"), "The statement");
  const type = field(statement, "_type");
  if (type !== STATEMENT_TYPE && type !== STATEMENT_TYPE_OLD)
    throw new Refused("malformed", `The statement's _type is not ${STATEMENT_TYPE}.`);
  const subjects = listOf(field(statement, "subject"), "The statement's subject", MAX_READ_SUBJECTS);
  if (subjects.length === 0) throw new Refused("malformed", "The statement has no subject: it is about nothing.");
  return {
    _type: type,
    subject: subjects.map(readSubject),
    predicateType: textOf(field(statement, "predicateType"), "The statement's predicateType"),
    predicate: field(statement, "predicate"),
  };
}

function readSubject(value: unknown, index: number): StatementSubject {
  const where = `Subject ${index + 1} of the statement`;
  const digests = Object.entries(objectOf(field(value, "digest"), `${where}: its digest`));
  if (digests.length === 0 || digests.length > MAX_DIGESTS)
    throw new Refused("malformed", `${where} has ${digests.length} digests; it takes 1 to ${MAX_DIGESTS}.`);
  const digest = Object.create(null) as Record<string, string>;
  for (const [algorithm, hex] of digests) {
    digest[algorithm] = textOf(hex, `${where}: its ${shorten(algorithm, 30)}`);
    if (algorithm === "sha256" && !/^[0-9a-f]{64}$/.test(digest[algorithm]))
      throw new Refused("malformed", `${where}: its sha256 is not 64 digits of lower-case hex.`);
  }
  return { name: optionalText(field(value, "name"), `${where}: its name`) ?? "", digest };
}

/** Whether the statement is about what has this SHA-256 (lower-case hex). Names do not count. */
export function hasSubject(statement: Statement, sha256: string): boolean {
  return statement.subject.some((subject) => subject.digest["sha256"] === sha256);
}

/** Throws `Refused("wrong-subject")`. `file`: as it is shown. */
export function requireSubject(statement: Statement, file: string, sha256: string): void {
  if (hasSubject(statement, sha256)) return;
  throw new Refused(
    "wrong-subject",
    `${shorten(file, 200)} is not what was signed: its SHA-256 is ${sha256}, and the statement is about ${named(statement)}. ` +
      "Is it the bundle of another file, or was the file changed?",
  );
}

/** Throws `Refused("wrong-predicate")` where it is a statement of another kind. */
export function requirePredicate(statement: Statement, predicateType: string): void {
  if (statement.predicateType === predicateType) return;
  throw new Refused(
    "wrong-predicate",
    `The statement is ${shorten(statement.predicateType, 200)}, not ${predicateType}. Is it the bundle of something else?`,
  );
}

export interface SubjectOptions {
  /** Whether a digest must also be under the name that the statement gives it: a renamed file is refused. */
  readonly names?: boolean;
}

/**
 * What is wrong between files and the subjects of verified statements that belong together (parts of one, which must
 * have the same predicate): `file-extra` for files that no subject is, `file-changed` where one has the same name, and
 * `file-missing` for subjects that no file is. Empty where all agrees. Throws `Refused("wrong-predicate")` for parts of
 * different statements, and `Refused("wrong-subject")` for none at all.
 */
export function refusalsOfSubjects(
  statements: readonly Statement[],
  files: readonly Pick<ModelFile, "path" | "sha256">[],
  { names = false }: SubjectOptions = {},
): readonly Refused[] {
  const subjects = subjectsOfParts(statements);
  const digests = new Map(subjects.map(({ name, digest }) => [digest["sha256"], name]));
  const byName = new Map(subjects.map(({ name, digest }) => [name, digest["sha256"]]));
  const here = new Set(files.map(({ sha256 }) => sha256));
  const under = new Map(files.map(({ path, sha256 }) => [path, sha256]));
  const strange = files.filter(({ sha256 }) => !digests.has(sha256)).map(({ path }) => path);
  const changed = new Set(strange.filter((path) => byName.has(path)));
  const gone = subjects.filter(({ name, digest }) => {
    const sha256 = digest["sha256"];
    return !changed.has(name) && (sha256 === undefined || !here.has(sha256) || (names && under.get(name) !== sha256));
  });
  return [
    ...namedFiles(
      "file-changed",
      [...changed],
      "has another content than was signed",
      "have another content than was signed",
    ),
    ...namedFiles(
      "file-missing",
      gone.map(({ name }) => name),
      "was signed and is not here",
      "were signed and are not here",
    ),
    ...namedFiles(
      "file-extra",
      strange.filter((path) => !changed.has(path)),
      "is not among what was signed",
      "are not among what was signed",
    ),
  ];
}

function subjectsOfParts(statements: readonly Statement[]): readonly StatementSubject[] {
  const [first, ...others] = statements;
  if (first === undefined) throw new Refused("wrong-subject", "There is no statement about these files.");
  const wanted = others.length > 0 ? said(first) : "";
  if (others.some((each) => said(each) !== wanted))
    throw new Refused("wrong-predicate", "The statements are not parts of one: they say different things.");
  return statements.flatMap(({ subject }) => subject);
}

function said({ predicateType, predicate }: Statement): string {
  try {
    return `${predicateType} ${canonicalJson(predicate ?? {})}`;
  } catch {
    throw new Refused("malformed", "The statement's predicate has too many values inside each other.");
  }
}

function named({ subject }: Statement): string {
  const [first] = subject;
  const name = `${shorten(first?.name ?? "", 100)} (${first?.digest["sha256"] ?? "without a SHA-256"})`;
  return subject.length === 1 ? name : `${name} and ${subject.length - 1} more`;
}
