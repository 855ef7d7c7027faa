import type { LockContext } from "../core/lockfile";

const LOCKS = /^(?:uv\.lock|poetry\.lock|pdm\.lock|Pipfile\.lock|pixi\.lock|pylock(?:\.[^.]+)?\.toml)$/;

/** Whether a lock stands beside what a project of Python asks for: then the lock says what it gets. */
export function hasLockBeside(context: LockContext): boolean {
  return context.siblings().some((name) => LOCKS.test(name.slice(0, 300)));
}
