import type { PromotionReport } from "../../core/promotion";
import { printJson } from "../print-json";
import { promotionMarkdown } from "./markdown";
import { promotionText } from "./text";

export { promotionAnnotations } from "./annotations";
export { promotionHeadline } from "./words";

export const PROMOTION_FORMATS = ["text", "json", "markdown"] as const;
export type PromotionFormat = (typeof PROMOTION_FORMATS)[number];

/** A promotion for people, programs (`schemas/promotion.schema.json`) or a job summary. The only place that escapes its texts. */
export function renderPromotion(report: PromotionReport, format: PromotionFormat): string {
  switch (format) {
    case "json":
      return printJson(report);
    case "markdown":
      return promotionMarkdown(report);
    case "text":
      return promotionText(report);
  }
}
