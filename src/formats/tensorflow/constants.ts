import type { Budget } from "../../core/budget";
import type { ByteSource } from "../../core/bytes";
import type { ConstantSource } from "../../core/graph-facts";
import { shorten } from "../../core/text";
import { protoText } from "../../bytes/protobuf";
import {
  attribute,
  functionsOf,
  HELD,
  inputsOf,
  messages,
  nodesOf,
  type GraphNode,
  type Range,
  type Scope,
} from "./nodes";
import { tellingArguments } from "./telling-arguments";

/** What an argument is, as far as it can be told without running anything. */
export interface Source {
  readonly from: ConstantSource;
  readonly text?: string;
}

/** Characters of a constant. */
const MAX_TEXT = 1024;
/** Strings of one constant, and sources of one argument. CWE-770. */
const MAX_SOURCES = 16;
/** Nodes that are followed from one argument. Savers have about ten between the name and its use. CWE-400. */
const MAX_STEPS = 200;

/** Hand their first input on, as far as a file name is concerned. */
const PASS = new Set(
  (
    "Identity IdentityN StopGradient PreventGradient Snapshot Reshape Squeeze ExpandDims EnsureShape PlaceholderWithDefault " +
    "Enter RefEnter Exit Switch RefSwitch Merge RefMerge ShardedFilename ShardedFilespec TensorSliceDataset TensorDataset " +
    "PrefetchDataset ShuffleDataset ShuffleDatasetV2 ShuffleDatasetV3 RepeatDataset OptionsDataset " +
    "StridedSlice Slice Unpack FIFOQueueV2 ReverseV2 Tile Fill BroadcastTo"
  ).split(" "),
);
/** Hand any of these inputs on. */
const CHOOSE: Readonly<Record<string, readonly number[]>> = { Select: [1, 2], SelectV2: [1, 2] };
/** Tables of a SavedModel get the path of their asset by way of a variable; elsewhere a variable may hold anything. */
const BY_VARIABLE = new Set(["InitializeTableFromTextFile", "InitializeTableFromTextFileV2"]);
const JOIN = new Set(["StringJoin", "Add", "AddV2"]);
const PACK = new Set(["Pack", "ConcatV2", "Concat"]);
const GIVEN = new Set(["Placeholder", "PlaceholderV2", "_Arg", "_Retval", "_DeviceArg"]);
/** Where the functions of an operator that calls them find their first argument among its inputs. */
const FIRST: Readonly<Record<string, number>> = {
  PartitionedCall: 0,
  StatefulPartitionedCall: 0,
  TPUPartitionedCall: 0,
  While: 0,
  StatelessWhile: 0,
  If: 1,
  StatelessIf: 1,
  Case: 1,
  StatelessCase: 1,
  RemoteCall: 1,
};

/** Give the first argument of their function the elements of the data set that is their first input. */
const ELEMENTS = /^(FlatMap|Map|ParallelMap|Interleave|ParallelInterleave|Filter)Dataset(V\d)?$/;

interface Call {
  readonly scope: Scope;
  readonly node: GraphNode;
}

/** Finds out where the arguments of nodes come from, across the functions of a graph. */
export class Constants {
  private readonly nodes = new Map<Scope, ReadonlyMap<string, GraphNode>>();
  private callers: Map<string, Call[]> | undefined;
  private steps = 0;
  private byVariable = false;
  private assigned: ReadonlyMap<string, readonly string[]> | undefined;

  /** `assets`: names of the main graph's nodes that loaders replace by an asset's path. */
  constructor(
    private readonly bytes: ByteSource,
    private readonly scopes: readonly Scope[],
    private readonly assets: ReadonlySet<string>,
    private readonly budget: Budget,
  ) {}

  /** The sources of what decides what the node does; `undefined` where nothing of it does. */
  of(scope: Scope, node: GraphNode): readonly Source[] | undefined {
    const places = tellingArguments(node.op);
    if (places === undefined) return undefined;
    this.steps = 0;
    this.byVariable = BY_VARIABLE.has(node.op);
    const inputs = inputsOf(this.bytes, this.budget, node, MAX_SOURCES);
    return places.flatMap((place): readonly Source[] => {
      if (typeof place === "string") return this.attributeText(node, place);
      const input = inputs[place];
      return input === undefined ? [] : this.input(scope, input);
    });
  }

  private attributeText(node: GraphNode, name: string): Source[] {
    const value = attribute(this.bytes, this.budget, node, name);
    if (value === undefined) return [];
    const texts: Source[] = [];
    const add = (part: Range): void => {
      for (const each of messages(this.bytes, this.budget, part, 2))
        if (texts.length < MAX_SOURCES) texts.push(constant(protoText(this.bytes, each, MAX_TEXT)));
    };
    add(value);
    for (const list of messages(this.bytes, this.budget, value, 1)) add(list);
    return texts;
  }

  private input(scope: Scope, input: string): readonly Source[] {
    if (++this.steps > MAX_STEPS) return COMPUTED;
    const name = input.split(":", 1)[0]!;
    const arg = scope.args.get(name);
    if (arg !== undefined) return this.argument(scope, arg);
    const node = this.nodesIn(scope).get(name);
    return node === undefined ? COMPUTED : this.node(scope, node);
  }

  private node(scope: Scope, node: GraphNode): readonly Source[] {
    const { op } = node;
    if (scope.name === "" && this.assets.has(node.name)) return [{ from: "asset" }];
    if (op === "Const" || op === "HostConst") return this.strings(node);
    if (GIVEN.has(op)) return CALLER;
    const inputs = inputsOf(this.bytes, this.budget, node, MAX_SOURCES);
    if (op === "ReadVariableOp" && this.byVariable) return this.variable(scope, inputs[0] ?? "");
    if (PASS.has(op)) return inputs[0] === undefined ? COMPUTED : this.input(scope, inputs[0]);
    if (Object.hasOwn(CHOOSE, op))
      return this.all(
        scope,
        CHOOSE[op]!.map((i) => inputs[i] ?? ""),
      );
    if (PACK.has(op)) return this.all(scope, inputs);
    return JOIN.has(op) ? this.join(scope, inputs) : COMPUTED;
  }

  /** What the main graph puts into a variable of its own. */
  private variable(scope: Scope, handle: string): readonly Source[] {
    if (scope.name !== "") return COMPUTED;
    this.assigned ??= this.findAssigned(scope);
    const values = this.assigned.get(handle) ?? [];
    return values.length === 0 ? COMPUTED : this.all(scope, values);
  }

  private findAssigned(scope: Scope): ReadonlyMap<string, readonly string[]> {
    const assigned = new Map<string, string[]>();
    for (const node of this.nodesIn(scope).values()) {
      if (node.op !== "AssignVariableOp") continue;
      const [handle = "", value = ""] = inputsOf(this.bytes, this.budget, node, 2);
      this.budget.spend("held", HELD + 2 * (handle.length + value.length));
      assigned.set(handle, [...(assigned.get(handle) ?? []).slice(0, MAX_SOURCES), value]);
    }
    return assigned;
  }

  private all(scope: Scope, inputs: readonly string[]): readonly Source[] {
    return inputs.flatMap((each) => this.input(scope, each)).slice(0, MAX_SOURCES);
  }

  /** Text put together: where its first piece is from decides, for that is where a path begins. */
  private join(scope: Scope, inputs: readonly string[]): readonly Source[] {
    const [first, ...rest] = inputs.map((each) => this.input(scope, each)[0] ?? COMPUTED[0]!);
    if (first === undefined) return COMPUTED;
    if (first.text === undefined) return [first];
    const text = [first, ...rest].map((each) => each.text ?? "*").join("");
    return [{ from: first.from, text: shorten(text, MAX_TEXT) }];
  }

  /** What the callers of a function give for one of its arguments; without one it is called from outside. */
  private argument(scope: Scope, index: number): readonly Source[] {
    const calls = this.callersOf(scope.name);
    if (calls.length === 0) return CALLER;
    return calls
      .flatMap(({ scope: outer, node }): readonly Source[] => {
        const first = node.op === scope.name ? 0 : ELEMENTS.test(node.op) && index === 0 ? 0 : FIRST[node.op];
        if (first === undefined || ++this.steps > MAX_STEPS) return COMPUTED;
        const input = inputsOf(this.bytes, this.budget, node)[first + index];
        return input === undefined ? COMPUTED : this.input(outer, input);
      })
      .slice(0, MAX_SOURCES);
  }

  private strings(node: Range): readonly Source[] {
    const value = attribute(this.bytes, this.budget, node, "value");
    if (value === undefined) return COMPUTED;
    const texts: Source[] = [];
    for (const tensor of messages(this.bytes, this.budget, value, 8))
      for (const each of messages(this.bytes, this.budget, tensor, 8)) {
        if (texts.length >= MAX_SOURCES) break;
        texts.push(constant(protoText(this.bytes, each, MAX_TEXT)));
      }
    return texts.length === 0 ? [constant("")] : texts;
  }

  private nodesIn(scope: Scope): ReadonlyMap<string, GraphNode> {
    const known = this.nodes.get(scope);
    if (known !== undefined) return known;
    const nodes = new Map<string, GraphNode>();
    for (const node of nodesOf(this.bytes, scope, this.budget)) {
      this.budget.spend("held", HELD + 2 * node.name.length);
      nodes.set(node.name, node);
    }
    this.nodes.set(scope, nodes);
    return nodes;
  }

  private callersOf(name: string): readonly Call[] {
    this.callers ??= this.findCallers();
    return this.callers.get(name) ?? [];
  }

  private findCallers(): Map<string, Call[]> {
    const callers = new Map<string, Call[]>(this.scopes.slice(1).map(({ name }) => [name, []]));
    for (const scope of this.scopes)
      for (const node of nodesOf(this.bytes, scope, this.budget))
        for (const name of new Set([node.op, ...functionsOf(this.bytes, this.budget, node)])) {
          const calls = callers.get(name);
          if (calls === undefined || calls.length >= MAX_SOURCES) continue;
          this.budget.spend("held", HELD);
          calls.push({ scope, node });
        }
    return callers;
  }
}

const COMPUTED: readonly Source[] = [{ from: "computed" }];
const CALLER: readonly Source[] = [{ from: "caller" }];

function constant(text: string): Source {
  return { from: "constant", text };
}
