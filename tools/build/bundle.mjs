// npm run build: makes dist/ from src/.
import { join } from "node:path";
import { bundle, ROOT } from "./entries.mjs";

await bundle(ROOT, join(ROOT, "dist"));
