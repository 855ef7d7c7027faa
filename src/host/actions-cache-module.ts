/** What is used of `@actions/cache`, as a file of its own: it is large, and only the action in database mode needs it. */
export { isFeatureAvailable, restoreCache, saveCache } from "@actions/cache";
