import { placesIn, problemsOf, replaced, textOfDocument, walkDocuments } from "./documents";
import { DOCUMENTS, ODD } from "./samples-documents";

/** More of them: `node tools/fuzz/run.mjs --documents`. */
const CASES = 600;
const BATCH = 150;

test("undamaged documents make bills without a problem", () => {
  const texts = Object.entries(DOCUMENTS).map(([name, value]) => [name, textOfDocument(name, value)]);
  expect(problemsOf(Object.fromEntries(texts) as Record<string, string>)).toEqual([]);
});

test.each(Array.from({ length: CASES / BATCH }, (_, i) => i * BATCH))(
  "damaged documents from seed %i on never make an invalid bill",
  (from) => {
    const outcomes = Array.from({ length: BATCH }, (_, i) => walkDocuments(from + i));
    expect(outcomes.filter(({ failure }) => failure !== undefined)).toEqual([]);
  },
);

describe.each(Object.keys(DOCUMENTS))("%s", (name) => {
  test("takes every odd value in every place", () => {
    const whole = DOCUMENTS[name];
    const places = placesIn(whole);
    // Places far apart are replaced at once: what one does must not hide in what another does.
    for (const odd of ODD)
      for (let from = 0; from < Math.min(6, places.length); from++) {
        const some = places.filter((_, index) => index % 6 === from && index > 0);
        const value = some.reduce(
          (value, place) => (reaches(value, place) ? replaced(value, place, odd) : value),
          whole,
        );
        const problems = problemsOf({ [name]: textOfDocument(name, value) });
        expect([JSON.stringify(odd).slice(0, 80), from, problems]).toEqual([expect.any(String), from, []]);
      }
    for (const odd of ODD) expect(problemsOf({ [name]: textOfDocument(name, odd) })).toEqual([]);
  });
});

/** Whether a place is still there: the one above it may have been replaced. */
function reaches(value: unknown, place: readonly string[]): boolean {
  let at = value;
  for (const key of place.slice(0, -1)) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return false;
    at = (at as Record<string, unknown>)[key];
  }
  return typeof at === "object" && at !== null;
}
