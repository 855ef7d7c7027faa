/**
 * A path as a document for others may say it. What is outside of the repository (an environment, an inventory that was given)
 * is named by its absolute path, which is one machine's: of that, what everyone has in common is kept.
 */
export function publicPath(path: string): string {
  if (!/^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(path)) return path;
  const installed = /[\\/]((?:site|dist)-packages[\\/].*)$/s.exec(path)?.[1];
  return installed ?? path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}
