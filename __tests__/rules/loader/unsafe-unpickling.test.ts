import { saidBy } from "../../support/loader-code";

const told = (source: string) => saidBy("MA-LDR-002", source);

describe("MA-LDR-002 unsafe-unpickling", () => {
  test.each([
    ["pickle.load", 'import pickle\npickle.load(open("m.pkl", "rb"))', 'open("m.pkl", "rb")'],
    ["pickle.Unpickler", "from pickle import Unpickler\nUnpickler(f).load()", "f"],
    [
      "cPickle.loads",
      "try:\n  import cPickle as pickle\nexcept ImportError:\n  import pickle\npickle.loads(s)"
        .replace("try:\n  ", "")
        .replace("\nexcept ImportError:\n  import pickle", ""),
      "s",
    ],
    ["dill.load", "import dill\ndill.load(f)", "f"],
    ["cloudpickle.loads", "import cloudpickle as c\nc.loads(s)", "s"],
    ["joblib.load", 'from joblib import load\nload("m.joblib")', '"m.joblib"'],
    ["pandas.read_pickle", 'import pandas as pd\npd.read_pickle("t.pkl")', '"t.pkl"'],
    ["shelve.open", 'import shelve\nshelve.open("s")', '"s"'],
    ["jsonpickle.decode", "import jsonpickle\njsonpickle.decode(s)", "s"],
    ["marshal.loads", "import marshal\nmarshal.loads(s)", "s"],
    ["numpy.load with allow_pickle=True", 'import numpy as np\nnp.load("a.npy", allow_pickle=True)', '"a.npy"'],
    [
      "skops.io.load with every type trusted",
      'import skops.io as sio\nsio.load("m.skops", trusted=sio.get_untrusted_types(file="m.skops"))',
      '"m.skops"',
    ],
    ["fastai.vision.all.load_learner", 'from fastai.vision.all import *\nload_learner("m.pkl")', '"m.pkl"'],
    ["torch.package.PackageImporter", 'import torch.package\ntorch.package.PackageImporter("m.pt")', '"m.pt"'],
  ])("%s", (name, source, data) => {
    expect(told(source)).toEqual([`medium 2: ${name} loads ${data}: what is in the file may run code`]);
  });

  test.each([
    ["a response", "r = requests.get(URL)\npickle.loads(r.content)", "r.content", "requests.get", ""],
    [
      "a response as a file",
      'from urllib.request import urlopen\npickle.load(urlopen("https://a.example/m.pkl"))',
      'urlopen("https://a.example/m.pkl")',
      "urllib.request.urlopen",
      " from https://a.example/m.pkl",
    ],
    [
      "bytes in memory",
      'r = requests.get("https://a.example/m")\npickle.load(io.BytesIO(r.content))',
      "io.BytesIO(r.content)",
      "requests.get",
      " from https://a.example/m",
    ],
    [
      "a file written from a response",
      'r = requests.get(f"https://a.example/{x}")\nwith open(p, "wb") as o: o.write(r.content)\npickle.load(open(p, "rb"))',
      'open(p, "rb")',
      "requests.get",
      " from https://a.example/{}",
    ],
    [
      "a retrieved file",
      'import urllib.request as u\nif not os.path.exists("m.pkl"): u.urlretrieve(URL, "m.pkl")\npickle.load(open("m.pkl", "rb"))',
      'open("m.pkl", "rb")',
      "urllib.request.urlretrieve",
      "",
    ],
    [
      "a bucket's file",
      'import boto3\ns3 = boto3.client("s3")\ns3.download_file("b", "k", "m.pkl")\nwith open("m.pkl", "rb") as f: pickle.load(f)',
      "f",
      "boto3.client().download_file",
      " from b",
    ],
    [
      "a snapshot's member",
      'from huggingface_hub import snapshot_download as s\nd = s(repo_id="acme/net")\npickle.load(open(os.path.join(d, "m.pkl"), "rb"))',
      'open(os.path.join(d, "m.pkl"), "rb")',
      "huggingface_hub.snapshot_download",
      " from acme/net",
    ],
    [
      "what a function of the file brings",
      "def get():\n  return requests.get(URL).content\npickle.loads(get())",
      "get()",
      "requests.get",
      "",
    ],
    [
      "what a method keeps",
      "class A:\n  def get(self):\n    self.d = requests.get(URL).content\n  def go(self):\n    pickle.loads(self.d)",
      "self.d",
      "requests.get",
      "",
    ],
    [
      "decoded",
      'import base64\npickle.loads(base64.b64decode(requests.get(URL).json()["m"]))',
      'base64.b64decode(requests.get(URL).json()["m"])',
      "requests.get",
      "",
    ],
    [
      "an opened address",
      'import fsspec\nwith fsspec.open("s3://b/m.pkl") as f: pickle.load(f)',
      "f",
      "fsspec.open",
      " from s3://b/m.pkl",
    ],
  ])("high where it is downloaded: %s", (_, source, data, by, from) => {
    const found = told(`import pickle, requests, io, os\n${source}`);
    expect(found.map((line) => line.replace(/^(\w+) \d+/, "$1"))).toEqual([
      `high: pickle.load${/pickle\.loads/.test(source) ? "s" : ""} loads ${data}, which ${by} downloads${from}: what is in it runs code`,
    ]);
  });

  test.each([
    ["a local file of another variable", 'a = requests.get(URL).content\npickle.load(open("own.pkl", "rb"))'],
    ["the name out of an address", 'u = "https://a.example/m.pkl"\npickle.load(open(u.split("/")[-1], "rb"))'],
    ["this machine", 'pickle.loads(requests.get("http://localhost:8000/m").content)'],
    [
      "a variable that was given another value since",
      'p = requests.get(URL).content\np = open("own.pkl", "rb")\npickle.load(p)',
    ],
    ["a parameter of the same name", "d = requests.get(URL).content\ndef f(d):\n  pickle.loads(d)"],
  ])("medium: %s", (_, source) => {
    const found = told(`import pickle, requests\n${source}`);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^medium /);
  });

  test.each([
    ["what it pickled itself", "import pickle\npickle.loads(pickle.dumps(x))\ns = pickle.dumps(x)\npickle.loads(s)"],
    ["arrays of numbers", 'import numpy as np\nnp.load("a.npy")\nnp.load("a.npy", allow_pickle=False)'],
    ["a list of types", 'import skops.io as s\ns.load("m.skops", trusted=["numpy.ndarray"])'],
    [
      "an unpickler that finds its classes by itself",
      "import pickle\nclass Safe(pickle.Unpickler):\n  def find_class(self, module, name): return None\nSafe(f).load()",
    ],
    ["other loads", 'import json\njson.load(f)\nmodel.load("x")\nself.pickle.load(f)'],
    ["a function of its own", "def loads(s): return s\nloads(x)\nimport pickle\npickle.dumps(x)"],
  ])("silent: %s", (_, source) => {
    expect(told(source)).toEqual([]);
  });

  test("both readings of an import that may fail are one finding", () => {
    const source = "try:\n  import cPickle as pickle\nexcept ImportError:\n  import pickle\npickle.load(f)";
    expect(told(source)).toHaveLength(1);
  });
});
