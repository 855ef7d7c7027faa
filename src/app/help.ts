import { PROJECT } from "../core/project";

/** What `--help` prints. Options have the names of the action's inputs. */
export const HELP = `${PROJECT.title} ${PROJECT.version}: may this model go in?

Usage:
  model-assay gate [DIR] [--base REF]     scan what changed (or the whole tree) and decide by the policy
  model-assay scan PATH...                scan model files and directories; "-" reads standard input
  model-assay audit [LOCKFILE|DIR]...     known vulnerabilities in locked packages
  model-assay bom [DIR] -o bom.cdx.json   CycloneDX bill of materials of models, data, images, packages
  model-assay bom diff BASE HEAD          what differs between two of them
  model-assay sign DIR --key FILE         scan a model, and sign what passed (model.sig)
  model-assay attach oci:IMAGE --bundle FILE   put signed statements beside an image
  model-assay verify PATH|oci:IMAGE       is it what an approved signer signed
  model-assay approve PATH --role ROLE    sign that you approve of a model, for a promotion
  model-assay promote PATH                may it go on: files, build, flaws of today, approvals
  model-assay pin DIR -o pins.sha256      digests for a host that starts with exactly these files
  model-assay inspect FILE...             what a model file is: format, tensors, metadata, decompiled pickle
  model-assay rules [ID]                  the catalogue of rules, or one of them
  model-assay allow NAME --reason TEXT    let pickles import NAME (writes .model-assay.yml)
  model-assay waive FINDING --reason TEXT --until DAY   let one finding pass until a day
  model-assay policy check [FILE]         what is wrong in the policy, with line and column
  model-assay policy init                 write a policy from what is in the repository
  model-assay policy test [DIR]           run the examples beside the policy (policy-tests/*.yml)
  model-assay lock add SOURCE [--path DIR]   record where a model came from (models.lock.yaml)
  model-assay lock verify [PATH]... [--remote]   is it still what was recorded, here and at its source
  model-assay lock update [PATH]...       what its source has now: a diff, and written

Options:
  --format text|json|sarif|markdown|annotations   how the report is shown (default text)
  -o, --output FILE                       where it is written (default standard output)
  --fail-on critical|high|medium|low|never   lowest severity that fails (default high)
  --on-incomplete fail|warn               what a file that could not be fetched means (default fail)
  --config FILE                           policy file (default .model-assay.yml at the repository root)
  --policy OWNER/REPO/PATH@COMMIT         the organisation's policy above it (token: MODEL_ASSAY_POLICY_TOKEN)
  --paths PATTERN                         only these files (repeat it for more)
  --osv api|database                      where advisories come from (default api)
  --osv-database DIR|URL                  OSV's all.zip files, as DIR/PyPI/all.zip
  --osv-url URL                           another address of the OSV API
  --offline                               no request leaves the machine; needs a database
  --audit false                           with gate: leave the lockfiles alone
  --environment DIR                       with audit, bom: what is installed in a Python environment
  --sbom-input FILE                       with audit, gate, bom: an inventory (CycloneDX or SPDX, JSON)
  --bom-format cyclonedx|spdx             with bom (default cyclonedx)
  --bom-path FILE   --vex-path FILE       with gate: write the bill of materials, and its VEX
  --bom-version 1.6|1.7                   version of CycloneDX (default 1.6)
  --sha512                                with bom: SHA-512 of files too; hashing takes twice as long
  --kev FILE   --epss FILE                lists of exploited flaws, from CISA and FIRST
  --signer-workflow PATH   --signer-ref REF   with verify: who may have signed (globs;
                                          default: signers of the policy)
  --identity NAME   --issuer URL          the same, exactly; also --source-repo, --source-ref,
                                          --source-commit, --repository-id, --owner-id, --trigger
  --bundle FILE|oci:IMAGE   --repo OWNER/NAME   with verify: where the signature is
  --trusted-root FILE   --key FILE        with verify: whom to believe, without the network
  --log required|optional   --type TYPE   with verify: a log entry; the kind of statement
  --sigstore public|github|FILE           with sign, approve: whose certificate, without a key
  --stage ingestion|training|promotion|deployment   with promote (default promotion)
  --pull-request N   --approval FILE      with promote: who approved; also --approver-key FILE
  --revocations FILE   --bom FILE         with promote: what is revoked; a bill signed by its digest
  --signing-key FILE   --decision-path FILE   with promote: sign the decision (or --sigstore)
  --role ROLE   --comment TEXT            with approve: what for, as the policy calls it; why
  --lfs-max-size SIZE                     bytes that Git LFS may fetch (default 5GB)
  --until DAY                             with allow, waive: last day it holds, YYYY-MM-DD
  --approved-by NAME   --report FILE      with waive: who said so; the JSON report that has the finding
  --download   --force                    with lock: fetch files; replace other content
  --revision REV   --timeout SECONDS      with lock: the one to follow; for one request (default 120)
  -q, --quiet   --no-color   --version   -h, --help

Exit: 0 pass, 1 the verdict is fail, 2 wrong usage or configuration, 3 could not look at everything.

Examples:
  model-assay gate --base origin/main
  model-assay scan checkpoints/best.pt
  model-assay audit uv.lock
  model-assay audit --offline --osv-database ~/osv
  model-assay verify models/chat --signer-workflow acme/ci/.github/workflows/build.yml --signer-ref refs/tags/v1
  model-assay scan --format sarif -o model-assay.sarif models/
`;
