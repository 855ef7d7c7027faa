export { mlflowEnvironment } from "./environment";
export { mlmodel } from "./mlmodel";
