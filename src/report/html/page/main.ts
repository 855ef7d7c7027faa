import type { CheckId, PageData } from "../page-data";
import { showBom } from "./bom";
import { showFindings } from "./findings";
import { showGraph } from "./graph";
import { showMatrix } from "./matrix";
import { showBasis, showPickles, showSkipped, showSteps } from "./overview";

/** Puts the page together, the verdict's part first. What it shows is the JSON in the page and nothing else. */
function showPage(data: PageData): void {
  showSteps(data);
  let choose: (row: number, check: CheckId) => void = () => undefined;
  showMatrix(data.matrix, (row, check) => choose(row, check));
  choose = showFindings(data);
  showPickles(data);
  showSkipped(data);
  if (data.bom !== undefined) {
    showGraph(data.bom.nodes);
    showBom(data.bom);
  }
  showBasis(data);
}

showPage(JSON.parse(document.getElementById("report")!.textContent!) as PageData);
