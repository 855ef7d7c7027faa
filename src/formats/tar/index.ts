export { tar } from "./tar";
export { torchTar } from "./torch-tar";
