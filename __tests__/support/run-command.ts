import { readArguments, type Arguments } from "../../src/app/arguments";

/** What a command wrote to standard output, and its exit code. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
}

/** Runs a command in this process, in a directory, as the command line would; throws what it throws. */
export async function runCommand(
  command: (args: Arguments) => number | Promise<number>,
  argv: readonly string[],
  cwd: string,
): Promise<Ran> {
  const before = process.cwd();
  const write = jest.spyOn(process.stdout, "write").mockImplementation(() => true);
  try {
    process.chdir(cwd);
    const code = await command(readArguments(argv));
    return { code, stdout: write.mock.calls.map(([text]) => String(text)).join("") };
  } finally {
    write.mockRestore();
    process.chdir(before);
  }
}
