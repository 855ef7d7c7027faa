import { randomFrom } from "../support/damage";

/** Seeded choices: the same seed gives the same sample on every machine. */
export class Random {
  private readonly draw: () => number;

  constructor(seed: number) {
    this.draw = randomFrom(seed);
  }

  /** 0 to `below` - 1. */
  int(below: number): number {
    return below <= 0 ? 0 : this.draw() % below;
  }

  /** True in `percent` of cases. */
  chance(percent: number): boolean {
    return this.int(100) < percent;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.int(from.length)]!;
  }

  bytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => this.int(256));
  }
}
