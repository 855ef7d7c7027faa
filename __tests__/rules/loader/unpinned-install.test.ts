import { saidBy } from "../../support/loader-code";

const told = (source: string) => saidBy("MA-LDR-008", source, "shell");
const COMMIT = "0123456789abcdef0123456789abcdef01234567";

describe("MA-LDR-008 unpinned-install", () => {
  test.each([
    ["pip install git+https://a.example/o/p", "low 1: pip install takes git+https://a.example/o/p without a commit"],
    [
      "pip3 install -U git+https://a.example/o/p.git@main",
      "low 1: pip install takes git+https://a.example/o/p.git@main at main, which can be moved",
    ],
    [
      "python -m pip install 'p @ git+ssh://git@a.example/o/p'",
      "low 1: pip install takes git+ssh://git@a.example/o/p without a commit",
    ],
    [
      "uv pip install https://a.example/p-1.0-py3-none-any.whl",
      "low 1: pip install takes https://a.example/p-1.0-py3-none-any.whl without a hash",
    ],
    [
      "pip install -i http://a.example/simple p",
      "medium 1: pip install takes packages over plain HTTP: http://a.example/simple",
    ],
    ["pip install --trusted-host a.example p", "medium 1: pip install does not check the certificate of a.example"],
  ])("%s", (source, expected) => {
    expect(told(source)).toEqual([expected]);
  });

  test("from Python and from notebooks", () => {
    const source =
      'import subprocess, sys\nsubprocess.check_call([sys.executable, "-m", "pip", "install", "git+https://a.example/o/p"])';
    expect(saidBy("MA-LDR-008", source)).toEqual([
      "low 2: pip install takes git+https://a.example/o/p without a commit",
    ]);
  });

  test.each([
    `pip install git+https://a.example/o/p@${COMMIT}`,
    "pip install torch --index-url https://download.pytorch.org/whl/cpu",
    "pip install torch -f https://a.example/wheels/torch.whl",
    "pip install -r requirements.txt",
    "pip install https://a.example/p.whl#sha256=abc",
    "git clone https://a.example/o/p",
    "pip install git+https://a.example/o/p@$COMMIT",
  ])("silent: %s", (source) => {
    expect(told(source)).toEqual([]);
  });
});
