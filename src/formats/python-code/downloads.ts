/** Calls that bring something from outside, and how they say from where. Names as the resolver gives them. */

/** Calls whose result is what was downloaded, or the path of it. */
const RESULTS =
  /^(requests(\.sessions)?(\.Session\(\)|\.session\(\))?\.(get|post|put|request)|httpx(\.Client\(\)|\.AsyncClient\(\))?\.(get|post|request|stream)|aiohttp\.ClientSession\(\)\.(get|post|request)|(urllib\.request|urllib|urllib2|six\.moves\.urllib\.request)\.(urlopen|urlretrieve)|urllib3(\.PoolManager\(\))?\.(request|urlopen)|wget\.download|gdown(\.download)?\.(download|cached_download)|gdown\.(download_folder)|pooch\.retrieve|kagglehub\.(model|dataset|competition)_download|((tensorflow|tf_keras|keras)\.)?keras\.utils\.get_file|keras\.utils\.get_file|tf_keras\.utils\.get_file|mlflow\.artifacts\.download_artifacts|wandb\..*\.(use_artifact|artifact)\(\)\.download|torch\.hub\.load_state_dict_from_url|torch\.utils\.model_zoo\.load_url|boto3(\.(session\.)?Session\(\))?\.(client\(\)\.get_object|resource\(\)\.Object\(\)\.get)|http\.client\.HTTPS?Connection\(\)\.getresponse|socket\.(socket|create_connection)\(\)\.(recv|makefile)|huggingface_hub\..*\.?cached_download|transformers\.utils(\.hub)?\.cached_file|modelscope\..*\.?snapshot_download|datasets\.DownloadManager\(\)\.download(_and_extract)?|huggingface_hub\.HfFileSystem\(\)\.open)$/;

/** Methods that nothing else has: whatever the receiver is, the result was downloaded. */
const METHODS =
  /\.(hf_hub_download|snapshot_download|load_state_dict_from_url|download_as_bytes|download_as_string|download_blob)$/;

/** Calls that open a file or, given a URL, what is there. */
const OPENERS =
  /^(fsspec\.open|fsspec\.core\.open|smart_open\.(smart_)?open|(tensorflow\.)?(compat\.v1\.)?(io\.)?gfile\.(GFile|Open)|tensorflow\.(compat\.v1\.)?(io\.)?gfile\.(GFile|Open)|s3fs\.S3FileSystem\(\)\.open|gcsfs\.GCSFileSystem\(\)\.open|pandas\.read_pickle|joblib\.load|xopen\.xopen)$/;

/** Calls that hand their first argument on in another shape. */
const WRAPPERS =
  /^(builtins\.(open|str|bytes|bytearray|memoryview|list|tuple|iter|next|getattr)|io\.(open|BytesIO|StringIO|BufferedReader|TextIOWrapper)|codecs\.(open|decode)|(gzip|bz2|lzma|zlib|lz4\.frame|zstandard|brotli|snappy)\.(open|decompress|GzipFile|BZ2File|LZMAFile)|zipfile\.(ZipFile|Path)|tarfile\.(open|TarFile)(\.open)?|os\.path\.(join|abspath|realpath|expanduser|normpath)|os\.fspath|pathlib\.(Path|PurePath|PosixPath)|base64\.\w+|binascii\.\w+|contextlib\.closing|shutil\.(copy|copyfile|copy2|move)|glob\.glob|os\.listdir|json\.loads?|bs4\.BeautifulSoup)$/;

/** Results of writing to memory: what this program made itself. */
const OWN = /^(pickle|cPickle|_pickle|cloudpickle|dill|marshal|yaml|jsonpickle|joblib)\.(dumps|encode|dump|safe_dump)$/;

/** Where a call writes what it downloads: number of the argument, and its keyword. */
const TARGETS: readonly { readonly name: RegExp; readonly at: number; readonly keyword: string }[] = [
  { name: /\burlretrieve$/, at: 1, keyword: "filename" },
  { name: /^wget\.download$/, at: 1, keyword: "out" },
  { name: /^gdown\..*download$/, at: 1, keyword: "output" },
  { name: /\bdownload_url_to_file$/, at: 1, keyword: "dst" },
  { name: /\.download_to_filename$/, at: 0, keyword: "filename" },
  { name: /\.download_to_file$/, at: 0, keyword: "file_obj" },
  { name: /^boto3\.client\(\)\.download_file$/, at: 2, keyword: "Filename" },
  { name: /^boto3\.client\(\)\.download_fileobj$/, at: 2, keyword: "Fileobj" },
  { name: /^boto3\..*(Bucket|Object)\(\)\.download_file$/, at: 1, keyword: "Filename" },
  { name: /\b(hf_hub_download|snapshot_download)$/, at: 99, keyword: "local_dir" },
];

/** Calls that write what is in an archive into a directory. */
export function isExtraction(name: string): boolean {
  return /\.extractall$/.test(name);
}

/** Calls that write their own objects: number of the argument that is the file. */
const DUMPS: readonly { readonly name: RegExp; readonly at: number }[] = [
  { name: /^(pickle|cPickle|_pickle|cloudpickle|dill|joblib|marshal|yaml|torch|skops\.io)\.(dump|save)$/, at: 1 },
  { name: /^numpy\.(save|savez|savez_compressed)$/, at: 0 },
];

export function isDownload(name: string): boolean {
  return RESULTS.test(name) || METHODS.test(name);
}
export function isOpener(name: string): boolean {
  return OPENERS.test(name);
}
export function isWrapper(name: string): boolean {
  return WRAPPERS.test(name);
}
export function isOwn(name: string): boolean {
  return OWN.test(name);
}
export function targetOf(name: string): { readonly at: number; readonly keyword: string } | undefined {
  return TARGETS.find((each) => each.name.test(name));
}
export function dumpTarget(name: string): number | undefined {
  return DUMPS.find((each) => each.name.test(name))?.at;
}

const REMOTE = /^(https?|s3|gs|gcs|hf|ftp|abfss?|az|wasbs?):\/\//i;
const HERE = /^https?:\/\/(localhost|127\.|0\.0\.0\.0|\[::1\])/i;

/** A text that says where something outside of this machine is. */
export function isRemote(text: string): boolean {
  return REMOTE.test(text) && !HERE.test(text);
}
export function isLocalAddress(text: string): boolean {
  return HERE.test(text);
}
