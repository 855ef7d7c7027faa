import type { LockfileSyntax } from "../core/lockfile";
import { bunLock } from "./bun-lock";
import { cargoLock } from "./cargo-lock";
import { composerLock } from "./composer-lock";
import { condaEnvironment } from "./conda-environment";
import { condaExplicit } from "./conda-explicit";
import { condaLock } from "./conda-lock";
import { cyclonedxSbom } from "./cyclonedx-sbom";
import { gemfileLock } from "./gemfile-lock";
import { githubWorkflow } from "./github-workflow";
import { goMod } from "./go-mod";
import { goSum } from "./go-sum";
import { gradleLockfile } from "./gradle-lockfile";
import { mavenPom } from "./maven-pom";
import { npmLock } from "./npm-lock";
import { pdmLock } from "./pdm-lock";
import { pipfileLock } from "./pipfile-lock";
import { pixiLock } from "./pixi-lock";
import { pnpmLock } from "./pnpm-lock";
import { poetryLock } from "./poetry-lock";
import { pylock } from "./pylock";
import { pyproject } from "./pyproject";
import { requirements } from "./requirements";
import { setupCfg } from "./setup-cfg";
import { spdxSbom } from "./spdx-sbom";
import { uvLock } from "./uv-lock";
import { yarnBerry } from "./yarn-berry";
import { yarnClassic } from "./yarn-classic";

/** Every syntax that is read. The first that claims a path, and whose sniff agrees, reads it. */
export const LOCKFILES: readonly LockfileSyntax[] = [
  bunLock,
  cargoLock,
  composerLock,
  condaEnvironment,
  condaExplicit,
  condaLock,
  cyclonedxSbom,
  gemfileLock,
  githubWorkflow,
  goMod,
  goSum,
  gradleLockfile,
  mavenPom,
  npmLock,
  pdmLock,
  pipfileLock,
  pixiLock,
  pnpmLock,
  poetryLock,
  pylock,
  pyproject,
  requirements,
  setupCfg,
  spdxSbom,
  uvLock,
  yarnBerry,
  yarnClassic,
];
