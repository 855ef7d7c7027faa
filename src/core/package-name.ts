/** A name as PyPI compares it: case and the kind and number of separators do not count (PEP 503). */
export function pypiName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}
