export { lightgbm } from "./lightgbm";
export { xgboostJson, xgboostUbj } from "./xgboost";
