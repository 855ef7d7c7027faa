/**
 * Files of other repositories at commits, by the contents API: `contents: { "acme/policies@<commit>": { "assay.yml": "…" } }`, with
 * `contentsToken` where only that token may read them. Without it GitHub says 404, as for a repository that is not there.
 */
const MISSING = { status: 404, body: { message: "Not Found" } };

export const CONTENTS_ROUTES = [
  {
    method: "GET",
    path: /^\/repos\/([^/]+\/[^/]+)\/contents(?:\/(.*))?$/,
    answer: ([, repository, path = ""], { contents = {}, contentsToken }, query, authorization) => {
      if (contentsToken !== undefined && authorization !== `Bearer ${contentsToken}`) return MISSING;
      const files = contents[`${repository}@${query.get("ref")}`];
      if (files === undefined) return MISSING;
      const name = decodeURIComponent(path);
      if (files[name] !== undefined) return { status: 200, text: files[name] };
      const inside = name === "" ? "" : `${name}/`;
      const entries = Object.keys(files)
        .filter((file) => file.startsWith(inside))
        .map((file) => file.slice(inside.length).split("/"));
      if (entries.length === 0) return MISSING;
      return {
        status: 200,
        body: entries.map(([first, ...more]) => ({ name: first, type: more.length === 0 ? "file" : "dir" })),
      };
    },
  },
];
