"use strict";
exports.id = 338;
exports.ids = [338];
exports.modules = {

/***/ 8338:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runAudit: () => (/* binding */ runAudit)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: ./src/core/location.ts
var core_location = __webpack_require__(1324);
// EXTERNAL MODULE: ./src/judge.ts
var judge = __webpack_require__(6436);
// EXTERNAL MODULE: ./src/core/bytes.ts
var core_bytes = __webpack_require__(9596);
// EXTERNAL MODULE: ./src/syntax/lines.ts
var syntax_lines = __webpack_require__(9892);
;// CONCATENATED MODULE: ./src/lockfiles/read.ts


/** Packages of one file. The largest monorepos lock some 20,000. CWE-770. */
const MAX_PACKAGES = 100_000;
/** Other things worth a word, of one file. CWE-770. */
const MAX_SUBJECTS = 1_000;
/**
 * Characters of a name and of a version. Registries take up to 214 of a name and some 60 of a version; both stand in
 * every finding about the package, of which there may be hundreds. CWE-770.
 */
const MAX_NAME = 1024;
const MAX_VERSION = 512;
const LONG = `a name has more than ${MAX_NAME} characters, or a version more than ${MAX_VERSION}`;
/** Parses a lockfile. Total: what cannot be read becomes a subject, and what stood before it counts. */
function readLockfile({ path, syntax, text: given, context }) {
    const text = typeof given === "function" ? given() : given;
    const packages = new Map();
    const subjects = [];
    const unreadable = (reason, detail, line) => {
        subjects.push({
            kind: "lockfile",
            at: { path, inside: [], line },
            lockfile: { kind: "unreadable", reason, detail },
        });
    };
    if (typeof text !== "string") {
        unreadable(text.reason, text.detail, 1);
        return { path, syntax, packages: [], subjects };
    }
    try {
        for (const entry of syntax.parse(text, context)) {
            if (entry.kind !== "package")
                subjects.push(toSubject(entry));
            else if (!isSized(entry.pkg))
                unreadable("limit", LONG, entry.pkg.at.line ?? 1);
            else if (!packages.has(keyOf(entry.pkg)))
                packages.set(keyOf(entry.pkg), entry.pkg);
            if (packages.size >= MAX_PACKAGES || subjects.length >= MAX_SUBJECTS) {
                const what = packages.size >= MAX_PACKAGES ? `${MAX_PACKAGES} packages` : `${MAX_SUBJECTS} findings`;
                unreadable("limit", `it has more than ${what}, and the rest was not read`, 1);
                break;
            }
        }
    }
    catch (error) {
        unreadable(...problemOf(error, text));
    }
    return { path, syntax, packages: [...packages.values()], subjects };
}
function isSized({ name, version = "" }) {
    return name.length <= MAX_NAME && version.length <= MAX_VERSION;
}
function toSubject(entry) {
    const { at } = entry;
    return entry.kind === "practice"
        ? { kind: "lockfile", at, lockfile: { kind: "practice", practice: entry.practice } }
        : { kind: "lockfile", at, lockfile: { kind: "unreadable", reason: entry.reason, detail: entry.detail } };
}
function problemOf(error, text) {
    if (error instanceof core_bytes/* Unsupported */.O0)
        return ["unsupported", error.message, 1];
    if (error instanceof core_bytes/* Malformed */.sG) {
        const place = error.character ?? error.offset;
        const line = place === undefined ? 1 : new syntax_lines/* Lines */.q(text).lineOf(place);
        return ["malformed", error.message, line];
    }
    // Our own failure must not let a lockfile pass.
    return ["malformed", `the reader failed on it (${error instanceof Error ? error.message : String(error)})`, 1];
}
/** npm locks the same version of one package in many places. */
function keyOf({ purl, unlocked, source, at }) {
    return [purl, unlocked ?? "", source?.where ?? "", at.path].join("\0");
}

;// CONCATENATED MODULE: ./src/lockfiles/read-all.ts

/** Packages of one run, in all its lockfiles. The largest monorepos lock some 50,000 in some hundred files. CWE-770. */
const read_all_MAX_PACKAGES = 200_000;
/** What is worth a word beside them. Real repositories have some hundred. CWE-770. */
const read_all_MAX_SUBJECTS = 20_000;
/**
 * The lockfiles of a run, one after the other: a text is only asked for when its turn comes. Those behind a limit are not read, which
 * each of them says.
 */
function readLockfiles(lockfiles, limits = { packages: read_all_MAX_PACKAGES, subjects: read_all_MAX_SUBJECTS }) {
    let [packages, subjects] = [0, 0];
    return lockfiles.map((lockfile) => {
        const full = packages >= limits.packages || subjects >= limits.subjects;
        const content = full ? unread(lockfile, limits) : readLockfile(lockfile);
        packages += content.packages.length;
        subjects += content.subjects.length;
        return content;
    });
}
function unread({ path, syntax }, limits) {
    const detail = `the lockfiles before it have more than ${limits.packages} packages or ${limits.subjects} findings, so it was not read`;
    const lockfile = { kind: "unreadable", reason: "limit", detail };
    return { path, syntax, packages: [], subjects: [{ kind: "lockfile", at: { path, inside: [], line: 1 }, lockfile }] };
}

;// CONCATENATED MODULE: ./src/lockfiles/unchecked.ts
/** Names that a finding may show. */
const MAX_NAMES = 50;
/** What nobody could look up, counted for each reason: five hundred conda packages are one word, not five hundred. */
function summariseUnchecked(path, facts) {
    const without = new Map();
    const failed = new Map();
    for (const each of facts) {
        if (each.reason === "no-database")
            push(without, placeOf(each.pkg), each);
        else if (each.reason === "lookup-failed")
            push(failed, each.detail ?? "no answer", each);
    }
    const at = (some) => some[0].pkg.at;
    const here = (some) => (at(some).path === path ? at(some) : { path, inside: [], line: 1 });
    return [
        ...[...without].map(([what, some]) => {
            return { kind: "lockfile", at: here(some), lockfile: { kind: "no-database", what, packages: names(some) } };
        }),
        ...[...failed].map(([detail, some]) => {
            return { kind: "lockfile", at: here(some), lockfile: { kind: "lookup-failed", detail, packages: names(some) } };
        }),
    ];
}
function push(groups, key, value) {
    const group = groups.get(key);
    if (group === undefined)
        groups.set(key, [value]);
    else
        group.push(value);
}
function names(facts) {
    const first = facts.slice(0, MAX_NAMES).map(({ pkg }) => `${pkg.name} ${pkg.version ?? ""}`.trim());
    return { count: facts.length, first };
}
const PLACES = {
    index: "an index",
    url: "addresses",
    vcs: "version control",
    local: "local directories",
    channel: "conda channels",
    image: "the distribution of an image",
};
/** Where it comes from, in words. */
function placeOf({ source, purl }) {
    if (source !== undefined)
        return PLACES[source.kind];
    const type = /^pkg:([a-z0-9.+-]+)\//.exec(purl)?.[1];
    return type === "conda" ? PLACES.channel : `${type ?? "elsewhere"}`;
}

;// CONCATENATED MODULE: ./src/osv/versions/scheme.ts
/** Characters. Real versions have up to 60; longer ones are no versions, and would make comparing slow (CWE-1333). */
const MAX_VERSION_LENGTH = 256;
/** A run of digits without zeros in front, so that `compareDigits` can order it. */
function plainDigits(digits) {
    let start = 0;
    while (start < digits.length - 1 && digits[start] === "0")
        start++;
    return start === 0 ? digits : digits.slice(start);
}
/** Numbers of any length, as `plainDigits` gives them: versions may hold more than 53 bits (dates, hashes). */
function compareDigits(a, b) {
    return a.length - b.length || compareText(a, b);
}
/** By UTF-16 code units: for the ASCII that versions are made of, as `strcmp` would. */
function compareText(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}

;// CONCATENATED MODULE: ./src/osv/versions/semver.ts

const PATTERN = /^[v=]?\s?(\d+(?:\.\d+)*)(?:-([0-9A-Za-z.-]+)|([A-Za-z][0-9A-Za-z.-]*))?(?:\+([0-9A-Za-z.-]*))?$/;
const NUMBER = /^\d+$/;
/**
 * Precedence of Semantic Versioning (https://semver.org/#spec-item-11), tolerant in what it reads, because records and
 * registries are: any count of numbers, of any size, a `v` before them. The library `semver` reads exactly three of at
 * most 53 bits; where it reads both versions, the order is the same (tested).
 */
function semverScheme(options = {}) {
    return {
        parse: (text) => read(text, options),
        compare: (a, b) => compareNumbers(a.numbers, b.numbers) || comparePhases(a, b) || compareText(a.build, b.build),
    };
}
function read(text, { ignoreCase, build, loose }) {
    if (text.length > MAX_VERSION_LENGTH)
        return undefined;
    const found = PATTERN.exec(text.trim());
    if (found === null || (found[3] !== undefined && !loose))
        return undefined;
    const numbers = found[1].split(".").map(plainDigits);
    while (numbers.at(-1) === "0")
        numbers.pop();
    const spelled = found[2] ?? found[3] ?? "";
    const phases = spelled === "" ? [] : (ignoreCase ? spelled.toLowerCase() : spelled).split(".");
    if (phases.includes(""))
        return undefined;
    const plain = phases.map((phase) => (NUMBER.test(phase) ? plainDigits(phase) : phase));
    const counted = build ? (found[4] ?? "") : "";
    const key = `${numbers.join(".")}-${plain.join(".")}+${counted}`;
    return { numbers, phases: plain, build: counted, key, pre: plain.length > 0 };
}
function compareNumbers(a, b) {
    const common = Math.min(a.length, b.length);
    for (let index = 0; index < common; index++) {
        const order = compareDigits(a[index], b[index]);
        if (order !== 0)
            return order;
    }
    return a.length - b.length;
}
function comparePhases(a, b) {
    if (a.pre !== b.pre)
        return a.pre ? -1 : 1;
    const common = Math.min(a.phases.length, b.phases.length);
    for (let index = 0; index < common; index++) {
        const order = comparePhase(a.phases[index], b.phases[index]);
        if (order !== 0)
            return order;
    }
    return a.phases.length - b.phases.length;
}
function comparePhase(a, b) {
    const number = NUMBER.test(a);
    if (number !== NUMBER.test(b))
        return number ? -1 : 1;
    return number ? compareDigits(a, b) : compareText(a, b);
}

;// CONCATENATED MODULE: ./src/osv/versions/action.ts

const releases = semverScheme();
/** A commit, which begins with a digit more often than not; `20240101` could be one too. */
const COMMIT = /^[0-9a-f]{7,64}$/i;
/** By custom a tag with fewer than three numbers moves with the releases (https://github.com/actions/toolkit/blob/main/docs/action-versioning.md). */
const MOVING = /^v?\d{1,9}(?:\.\d{1,9})?$/;
/** Versions of GitHub Actions: the tags of their releases, mostly semantic. A commit or a branch is none. */
const action = {
    parse(text) {
        const version = COMMIT.test(text) ? undefined : releases.parse(text);
        if (version === undefined || !MOVING.test(text))
            return version;
        const tag = text.replace(/^v/, "").split(".");
        return { ...version, key: `${version.key} moving ${tag.length}`, tag };
    },
    compare: (a, b) => releases.compare(a, b),
    spans({ tag }, other) {
        return tag !== undefined && tag.every((number, index) => Number(number) === Number(other.numbers[index] ?? 0));
    },
};

;// CONCATENATED MODULE: ./src/osv/versions/composer.ts

/** In their order; what has none is `stable`. */
const STABILITIES = ["dev", "alpha", "beta", "rc", "stable", "patch"];
const STABLE = STABILITIES.indexOf("stable");
const SHORT = new Map([
    ["a", "alpha"],
    ["b", "beta"],
    ["p", "patch"],
    ["pl", "patch"],
]);
const MODIFIER = /^[._-]?(?:(stable|beta|b|rc|alpha|a|patch|pl|p)((?:[.-]?\d+(?:[.-]\d+)*)?))?([.-]?dev)?$/;
const CLASSICAL = /^v?(\d{1,5}(?:\.\d+){0,3})(?!\d)/;
const DATED = /^v?(\d{4}(?:[.:-]?\d{2}){1,6}(?:[.:-]?\d{1,3}){0,2})(?!\d)/;
/** `2.x-dev`: the tip of a branch, behind all that has its numbers. */
const BRANCH = /^v?(\d+)((?:\.(?:\d+|[x*])){0,3})[.-]?dev$/;
const TIP = "9999999";
/**
 * Versions of Packagist, as Composer normalises and orders them (https://getcomposer.org/doc/articles/versions.md): four
 * numbers, a stability with a step, `-dev`. A branch by its name (`dev-main`) has no order, so it is no version here.
 */
const composer = {
    parse(text) {
        if (text.length > MAX_VERSION_LENGTH)
            return undefined;
        const plain = text
            .trim()
            .toLowerCase()
            .replace(/@(?:stable|rc|beta|alpha|dev)$/, "")
            .replace(/^([^+\s]+)\+\S+$/, "$1");
        return classical(plain, CLASSICAL) ?? classical(plain, DATED) ?? branch(plain);
    },
    compare(a, b) {
        const length = Math.max(a.numbers.length, b.numbers.length);
        for (let index = 0; index < length; index++) {
            const order = compareDigits(a.numbers[index] ?? "0", b.numbers[index] ?? "0");
            if (order !== 0)
                return order;
        }
        return a.rank - b.rank || compareSteps(a, b);
    },
};
function classical(text, pattern) {
    const numbers = pattern.exec(text);
    const modifier = numbers === null ? null : MODIFIER.exec(text.slice(numbers[0].length));
    if (numbers === null || modifier === null)
        return undefined;
    const [, spelled = "", steps = ""] = modifier;
    // Behind a `stable` that is written out, Composer looks at nothing.
    const dev = modifier[3] !== undefined && spelled !== "stable";
    const named = spelled === "" ? (dev ? "dev" : "stable") : (SHORT.get(spelled) ?? spelled);
    const step = named === "stable" ? [] : (steps.match(/\d+/g) ?? []).map(plainDigits);
    return made(numbers[1].split(/\D/), STABILITIES.indexOf(named), step, dev);
}
function branch(text) {
    const found = BRANCH.exec(text);
    if (found === null || !/[x*]/.test(found[2]))
        return undefined;
    const given = [found[1], ...found[2].split(".").slice(1)].map((part) => (/^[x*]$/.test(part) ? TIP : part));
    return made([...given, TIP, TIP, TIP].slice(0, 4), 0, [], true);
}
function made(given, rank, step, dev) {
    const numbers = given.map(plainDigits);
    while (numbers.at(-1) === "0")
        numbers.pop();
    const key = `${numbers.join(".")} ${rank} ${step.join(".")} ${dev ? "dev" : ""}`;
    return { numbers, rank, step, dev, key, pre: rank < STABLE || dev };
}
/** `beta-dev`, `beta`, `beta1-dev`, `beta1`. */
function compareSteps(a, b) {
    const length = Math.max(a.step.length, b.step.length);
    for (let index = 0; index < length; index++) {
        const [mine, theirs] = [a.step[index], b.step[index]];
        if (mine === undefined)
            return -1;
        if (theirs === undefined)
            return 1;
        const order = compareDigits(mine, theirs);
        if (order !== 0)
            return order;
    }
    return Number(b.dev) - Number(a.dev);
}

;// CONCATENATED MODULE: ./src/osv/versions/cran.ts

/**
 * Versions of CRAN: numbers between dots or hyphens, and the longer one is the later (`1.0` before `1.0.0`), as R's
 * `compareVersion` has it (https://stat.ethz.ch/R-manual/R-devel/library/utils/html/compareVersion.html).
 */
const cran = {
    parse(text) {
        if (text.length > MAX_VERSION_LENGTH || !/^\d+(?:[.-]\d+)*$/.test(text))
            return undefined;
        const numbers = text.split(/[.-]/).map(plainDigits);
        return { numbers, key: numbers.join("."), pre: false };
    },
    compare(a, b) {
        const common = Math.min(a.numbers.length, b.numbers.length);
        for (let index = 0; index < common; index++) {
            const order = compareDigits(a.numbers[index], b.numbers[index]);
            if (order !== 0)
                return order;
        }
        return a.numbers.length - b.numbers.length;
    },
};

;// CONCATENATED MODULE: ./src/osv/versions/go.ts


const modules = semverScheme();
/** `1.21rc1`, `go1.9beta2`: releases of Go itself, which is the package `stdlib` (https://go.dev/doc/toolchain#version). */
const PHASE = /^(\d{1,9}(?:\.\d{1,9}){1,2})(alpha|beta|rc)(\d{1,9})$/;
/**
 * Versions of Go modules (https://go.dev/ref/mod#versions), pseudo-versions and `+incompatible` included, which records
 * write without their `v`; and those of Go itself, of which records say `1.21.0-rc.1` where Go says `go1.21rc1`.
 */
const go = {
    parse(text) {
        if (text.length > MAX_VERSION_LENGTH)
            return undefined;
        // What stands behind a hyphen in `go1.21.3-corp` is a vendor's own, and no step before 1.21.3.
        const plain = text.startsWith("go") ? text.slice(2).replace(/[-+ ].*$/s, "") : text;
        const phase = PHASE.exec(plain);
        if (phase === null)
            return modules.parse(plain);
        return modules.parse(`${phase[1]}-${phase[2]}.${phase[3]}`);
    },
    compare: (a, b) => modules.compare(a, b),
};

;// CONCATENATED MODULE: ./src/osv/versions/maven.ts

/** Words before the release, the release, and the one behind it; other words come last, by their letters. */
const WORDS = ["alpha", "beta", "milestone", "rc", "snapshot", "", "sp"];
const RELEASE = WORDS.indexOf("");
const SAME = new Map([
    ["ga", ""],
    ["final", ""],
    ["release", ""],
    ["cr", "rc"],
]);
const maven_SHORT = new Map([
    ["a", "alpha"],
    ["b", "beta"],
    ["m", "milestone"],
]);
/**
 * Versions of Maven (https://maven.apache.org/pom.html#version-order-specification). Every text is one. Each hyphen and
 * each change between digits and letters begins a list inside the list, so the depth is bounded by the text's length.
 */
const maven = {
    parse(text) {
        const plain = text.trim().toLowerCase();
        if (plain === "" || plain.length > MAX_VERSION_LENGTH)
            return undefined;
        const list = maven_read(plain);
        return { list, key: JSON.stringify(list), pre: isPre(list) };
    },
    compare: (a, b) => compare(a.list, b.list),
};
function maven_read(text) {
    const root = { items: [] };
    const open = [root];
    const begin = () => {
        const inner = { items: [] };
        open.at(-1).items.push(inner);
        open.push(inner);
    };
    const add = (item) => void open.at(-1).items.push(item);
    const tokens = text.match(/\d+|[.-]|[^\d.-]+/g) ?? [];
    tokens.forEach((token, index) => {
        const before = tokens[index - 1];
        const separated = before === undefined || before === "." || before === "-";
        if (token === "." || token === "-") {
            if (separated)
                add({ digits: "0" });
            if (token === "-")
                begin();
            return;
        }
        if (!separated)
            begin();
        if (/^\d/.test(token))
            return add({ digits: plainDigits(token) });
        const next = tokens[index + 1] ?? "";
        // `1.0.X1` is `1.0-X1`: a word stands in a list of its own, unless something separates it from what comes next.
        if (!/^[.-]/.test(next) && open.at(-1).items.length > 0)
            begin();
        add(word(token, /^\d/.test(next)));
    });
    while (open.length > 0)
        trim(open.pop());
    return root;
}
function word(token, beforeDigit) {
    const long = beforeDigit ? (maven_SHORT.get(token) ?? token) : token;
    return { word: SAME.get(long) ?? long };
}
/** Zeros and words for "release" at the end say nothing; lists that are behind them stay. */
function trim({ items }) {
    for (let index = items.length - 1; index >= 0; index--) {
        const item = items[index];
        if (isNothing(item))
            items.splice(index, 1);
        else if (!("items" in item))
            return;
    }
}
function isNothing(item) {
    if ("digits" in item)
        return item.digits === "0";
    return "word" in item ? item.word === "" : item.items.length === 0;
}
/** Whether the first word says that it stands before the release. */
function isPre(list) {
    for (const item of list.items) {
        if ("word" in item)
            return WORDS.slice(0, RELEASE).includes(item.word);
        if ("items" in item)
            return isPre(item);
    }
    return false;
}
/** `undefined` stands for what the shorter one does not have. */
function compare(a, b) {
    if ("digits" in a) {
        if (b === undefined)
            return a.digits === "0" ? 0 : 1;
        return "digits" in b ? compareDigits(a.digits, b.digits) : 1;
    }
    if ("word" in a) {
        if (b === undefined)
            return compareWords(a.word, "");
        return "word" in b ? compareWords(a.word, b.word) : -1;
    }
    if (b !== undefined && !("items" in b))
        return "word" in b ? 1 : -1;
    return compareLists(a, b);
}
function compareLists({ items }, other) {
    const theirs = other?.items ?? [];
    for (let index = 0; index < Math.max(items.length, theirs.length); index++) {
        const mine = items[index];
        const order = mine === undefined ? -compare(theirs[index], undefined) : compare(mine, theirs[index]);
        if (order !== 0)
            return order;
    }
    return 0;
}
function compareWords(a, b) {
    const [first, second] = [a, b].map((each) => (WORDS.includes(each) ? WORDS.indexOf(each) : WORDS.length));
    return first - second || (first === WORDS.length ? compareText(a, b) : 0);
}

// EXTERNAL MODULE: ./node_modules/@renovatebot/pep440/index.js
var pep440 = __webpack_require__(8898);
;// CONCATENATED MODULE: ./src/osv/versions/pep440.ts


/** Most versions by far; read without the library, five times as fast. */
const PLAIN = /^\d{1,9}(?:\.\d{1,9}){0,9}$/;
/**
 * Local versions, as people write them who take `-` for `+`, and the `NA` that a conversion from CPE left where the
 * CPE names no update (https://nvlpubs.nist.gov/nistpubs/Legacy/IR/nistir7695.pdf, 5.3.1: `-` is "not applicable").
 */
const NOT_APPLICABLE = /^([^-]+)-NA$/;
const LOCAL = /^([^-+]+)-((?:cu\d{2,4}|cpu|rocm[\d.]{1,9}|xpu))$/i;
/** A release and then something. One number alone would do for dates, whose order is not that of releases. */
const ANCHOR = /^v?((?:\d{1,9}!)?\d{1,9}(?:\.\d{1,9}){1,9})(?=[-_.+\\a-z])/i;
/**
 * Versions of PyPI (https://peps.python.org/pep-0440/). Local versions are read and left out, as in specifiers that
 * name none: `2.1.0+cu121` is 2.1.0 with other machine code. What PEP 440 does not allow is no version (`===`).
 */
const pep440_pep440 = {
    parse(text) {
        if (PLAIN.test(text))
            return pep440_made({ epoch: 0, release: text.split(".").map(Number), ...NO_PHASES });
        if (text.length > MAX_VERSION_LENGTH)
            return undefined;
        const parts = (0,pep440.parse)(text.trim());
        return parts === null ? undefined : pep440_made(parts);
    },
    compare(a, b) {
        return (a.epoch - b.epoch ||
            compareReleases(a.release, b.release) ||
            compareText(a.phase, b.phase) ||
            a.phaseNumber - b.phaseNumber ||
            a.post - b.post ||
            compareNumber(a.dev, b.dev));
    },
    lenient: {
        mend(text) {
            if (text.length > MAX_VERSION_LENGTH)
                return undefined;
            const local = LOCAL.exec(text);
            return NOT_APPLICABLE.exec(text)?.[1] ?? (local === null ? undefined : `${local[1]}+${local[2]}`);
        },
        anchor(text) {
            const release = text.length > MAX_VERSION_LENGTH ? undefined : ANCHOR.exec(text)?.[1];
            return release === undefined ? undefined : pep440_pep440.parse(release);
        },
        near(version, { epoch, release, width }) {
            const written = Array.from({ length: width }, (_, index) => release[index] ?? 0);
            return version.epoch === epoch && written.every((part, index) => part === (version.release[index] ?? 0));
        },
    },
};
const NO_PHASES = { pre: null, post: null, dev: null };
function pep440_made({ epoch, release, pre, post, dev }) {
    let end = release.length;
    while (end > 0 && release[end - 1] === 0)
        end--;
    const version = {
        epoch,
        release: release.slice(0, end),
        width: release.length,
        phase: pre?.[0] ?? (dev !== null && post === null ? "!" : "~"),
        phaseNumber: pre?.[1] ?? 0,
        post: post?.[1] ?? -1,
        dev: dev?.[1] ?? Infinity,
    };
    const { phase, phaseNumber } = version;
    const key = `${epoch}!${version.release.join(".")} ${phase}${phaseNumber} ${version.post} ${version.dev}`;
    return { ...version, key, pre: pre !== null || dev !== null };
}
function compareReleases(a, b) {
    const common = Math.min(a.length, b.length);
    for (let index = 0; index < common; index++)
        if (a[index] !== b[index])
            return a[index] - b[index];
    return a.length - b.length;
}
/** `Infinity - Infinity` is no number. */
function compareNumber(a, b) {
    return a === b ? 0 : a < b ? -1 : 1;
}

;// CONCATENATED MODULE: ./src/osv/versions/ruby.ts

const VERSION = /^\d+(?:\.[0-9a-zA-Z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;
/** What `Gemfile.lock` writes behind a version where a gem has machine code: no part of the version. */
const PLATFORM = /-(?:java|jruby|mswin\d*|(?:x86|x64|x86_64|i\d86|arm|arm64|aarch64|universal|ppc\w*|s390x|riscv64)[-_\w.]*)$/;
/**
 * Versions of RubyGems (https://docs.ruby-lang.org/en/master/Gem/Version.html): numbers and words, and a word makes it a
 * pre-release. Our own: `@renovatebot/ruby-semver` orders words as a language does (`a` before `B`), Ruby by bytes.
 */
const ruby = {
    parse(text) {
        if (text.length > MAX_VERSION_LENGTH)
            return undefined;
        const plain = text.trim().replace(PLATFORM, "");
        if (!VERSION.test(plain))
            return undefined;
        const all = plain.replaceAll("-", ".pre.").match(/\d+|[a-zA-Z]+/g) ?? [];
        const word = all.findIndex((segment) => !isNumber(segment));
        const numbers = withoutZeros(word < 0 ? all : all.slice(0, word));
        const segments = [...numbers, ...(word < 0 ? [] : withoutZeros(all.slice(word)))];
        return { segments, key: segments.join("."), pre: word >= 0 };
    },
    compare(a, b) {
        const length = Math.max(a.segments.length, b.segments.length);
        for (let index = 0; index < length; index++) {
            const order = compareSegments(a.segments[index] ?? "0", b.segments[index] ?? "0");
            if (order !== 0)
                return order;
        }
        return 0;
    },
};
function isNumber(segment) {
    return segment.charCodeAt(0) <= 0x39;
}
function withoutZeros(segments) {
    const plain = segments.map((segment) => (isNumber(segment) ? plainDigits(segment) : segment));
    while (plain.at(-1) === "0")
        plain.pop();
    return plain;
}
function compareSegments(a, b) {
    const number = isNumber(a);
    if (number !== isNumber(b))
        return number ? 1 : -1;
    return number ? compareDigits(a, b) : compareText(a, b);
}

;// CONCATENATED MODULE: ./src/osv/versions/index.ts








const semver = semverScheme();
/**
 * How each ecosystem orders its versions. Ranges of the type `SEMVER` are read by it too: the ecosystems that use them
 * (npm, Go, crates.io) order so.
 */
const SCHEMES = {
    PyPI: pep440_pep440,
    npm: semverScheme({ loose: true }),
    Go: go,
    "crates.io": semver,
    RubyGems: ruby,
    Packagist: composer,
    Maven: maven,
    "GitHub Actions": action,
    CRAN: cran,
    NuGet: semverScheme({ ignoreCase: true }),
    Pub: semverScheme({ build: true }),
    Hex: semver,
};

;// CONCATENATED MODULE: ./src/osv/name.ts

/**
 * A name as its ecosystem compares names: for queries, and for both sides when records are matched. PyPI by PEP 503;
 * Packagist, GitHub Actions and NuGet whatever the case; npm, Go, crates.io, Maven, RubyGems, CRAN, Pub and Hex as
 * they are (npm has packages from before 2017 that differ in case alone).
 */
function normalName(ecosystem, name) {
    switch (ecosystem) {
        case "PyPI":
            return name.toLowerCase().replace(/[-_.]+/g, "-");
        case "Packagist":
        case "GitHub Actions":
        case "NuGet":
            return name.toLowerCase();
        default:
            return name;
    }
}
/**
 * The spellings to ask the OSV API for. It normalises the names of PyPI only and compares others exactly, in the spelling
 * of each record (https://github.com/google/osv.dev/issues/6039): where case does not count, the file's own and the lower one.
 */
function spellings(ecosystem, name) {
    const normal = normalName(ecosystem, name);
    return normal === name || ecosystem === "PyPI" ? [normal] : [name, normal];
}
/**
 * The ecosystem of a record, which may have a suffix: a release or a registry (`Maven:https://repo.example/maven2`, see
 * https://ossf.github.io/osv-schema/#affectedpackage-field). The suffix does not decide: a lockfile seldom says which
 * registry it was. `undefined` for ecosystems that are not known here.
 */
function baseEcosystem(ecosystem) {
    const base = ecosystem.split(":", 1)[0];
    return Object.hasOwn(SCHEMES, base) ? base : undefined;
}

;// CONCATENATED MODULE: ./src/osv/ranges.ts
/** The events of a range, sorted by version. Those that cannot be read stay behind the one that they follow in the record. */
function readRange({ events }, scheme) {
    const all = events.flatMap((event) => pointsOf(event, scheme));
    const sortable = all.filter(({ exact }) => exact !== "none");
    const sorted = sortable.filter(({ kind }) => kind !== "limit").sort((a, b) => comparePoints(a, b, scheme));
    all.forEach((point, index) => {
        if (point.exact !== "none" || point.kind === "limit")
            return;
        const before = all.slice(0, index).findLast(({ kind }) => kind !== "limit");
        sorted.splice(before === undefined ? 0 : sorted.indexOf(before) + 1, 0, point);
    });
    return { points: withoutInnerEnds(sorted), limits: all.filter(({ kind }) => kind === "limit") };
}
/**
 * Whether `version` is inside, as https://ossf.github.io/osv-schema/#evaluation has it. An event that cannot be read, or
 * only roughly, may be before the version or behind it: both are followed, and what comes out the same is certain.
 * `version` absent: one that cannot be read; of it is known only that it is behind the beginning of everything.
 */
function inside({ points, limits }, version, scheme) {
    let open;
    let may = { affected: false, not: true };
    for (const point of points) {
        const reached = reaches(point, version, scheme);
        const affected = point.kind === "introduced";
        if (reached === true)
            [may, open] = [{ affected, not: !affected }, undefined];
        else if (reached === undefined) {
            open ??= point;
            may = { affected: may.affected || affected, not: may.not || !affected };
        }
    }
    if (!may.affected)
        return "outside";
    const below = limits.map((limit) => (limit.text === "*" ? false : reaches(limit, version, scheme)));
    if (below.length > 0 && below.every((reached) => reached === true))
        return "outside";
    const limit = below.length === 0 || below.includes(false) ? undefined : limits[below.indexOf(undefined)];
    if (!may.not && limit === undefined)
        return "inside";
    const unread = may.not ? open : limit;
    return { unreadable: `${words(unread.kind)} ${JSON.stringify(unread.text)}` };
}
/** Whether a version is at or behind an event (for the last affected one: behind it). */
function reaches(point, version, scheme) {
    if (point.exact === "none")
        return undefined;
    if (point.version === undefined)
        return true;
    if (version === undefined)
        return undefined;
    if (point.exact === "about" && scheme.lenient.near(version, point.version))
        return undefined;
    const order = scheme.compare(version, point.version);
    const reached = point.kind === "last" ? order > 0 : order >= 0;
    return reached || scheme.spans?.(version, point.version) !== true ? reached : undefined;
}
function pointsOf(event, scheme) {
    const given = [
        ["introduced", event.introduced],
        ["fixed", event.fixed],
        ["last", event.lastAffected],
        ["limit", event.limit],
    ];
    return given.flatMap(([kind, text]) => (text === undefined ? [] : [point(kind, text, scheme)]));
}
function point(kind, text, scheme) {
    if (kind === "introduced" && text === "0")
        return { kind, text, exact: "yes" };
    const { lenient } = scheme;
    const version = scheme.parse(text) ?? scheme.parse(lenient?.mend(text) ?? "");
    if (version !== undefined)
        return { kind, text, version, exact: "yes" };
    const anchor = lenient?.anchor(text);
    return anchor === undefined ? { kind, text, exact: "none" } : { kind, text, version: anchor, exact: "about" };
}
/** The beginning of everything first; else by version, and the order of the record where versions are the same. */
function comparePoints(a, b, scheme) {
    if (a.version === undefined || b.version === undefined)
        return Number(a.version !== undefined) - Number(b.version !== undefined);
    return scheme.compare(a.version, b.version);
}
/**
 * Of last affected versions in a row, the highest ends the range. Read by the letter of the schema the first would, and
 * torch 2.7.1 were not affected by a record that names 2.5.0 and 2.7.1 (PYSEC-2025-210).
 */
function withoutInnerEnds(points) {
    return points.filter(({ kind }, index) => kind !== "last" || points[index + 1]?.kind !== "last");
}
function words(kind) {
    return kind === "last" ? "last_affected" : kind;
}

;// CONCATENATED MODULE: ./src/osv/affects.ts




/** Versions that are kept, of each scheme: some 10 MB. */
const MAX_PARSED = 30_000;
const parsed = new Map();
const NOT_AFFECTED = { kind: "not-affected" };
/** What was read, for as long as the record lives; a record is asked about one package, seldom about two. */
const affects_read = new WeakMap();
/**
 * Whether an advisory applies to `version` of the package, whose name is normalised already. It does where `versions`
 * lists it (as the same version, however it is spelled; local parts of PyPI aside) or a range holds it. A withdrawn
 * record applies to nothing. What the record lists is decided whatever else of it cannot be read.
 */
function affects(advisory, query, version) {
    if (advisory.withdrawn !== undefined)
        return NOT_AFFECTED;
    const scheme = SCHEMES[query.ecosystem];
    const entry = entryOf(advisory, query, scheme);
    if (entry.texts.has(version))
        return { kind: "affected", fixed: entry.fixed };
    if (entry.named && entry.texts.size === 0 && entry.ranges.every(isEmpty))
        return { kind: "unreadable", detail: "the record names the package and no version of it" };
    const locked = parse(version, scheme);
    const found = entry.ranges.map((range) => inside(range, locked, scheme));
    if (found.includes("inside") || isListed(entry, locked, scheme))
        return { kind: "affected", fixed: entry.fixed };
    const open = found.find((each) => typeof each !== "string");
    if (open === undefined && (locked !== undefined || entry.texts.size === 0))
        return NOT_AFFECTED;
    const detail = locked === undefined
        ? `${JSON.stringify(version)} is not a version of ${query.ecosystem}, and the record does not list it`
        : scheme.spans?.(locked, locked) === true
            ? `${JSON.stringify(version)} moves, and what it stands for now may be affected`
            : `the record's ${open.unreadable} is not a version of ${query.ecosystem}`;
    return { kind: "unreadable", detail };
}
/** Versions that an advisory names as fixed for a package, in its order. */
function fixesOf(advisory, query) {
    return advisory.withdrawn === undefined ? entryOf(advisory, query, SCHEMES[query.ecosystem]).fixed : [];
}
/** The parts of a record that name a package; a name may stand in several of them. */
function affectedOf(advisory, { ecosystem, name }) {
    return advisory.affected.filter((each) => baseEcosystem(each.ecosystem) === ecosystem && normalName(ecosystem, each.name) === name);
}
function isEmpty({ points, limits }) {
    return points.length === 0 && limits.length === 0;
}
function isListed(entry, version, scheme) {
    if (version === undefined || entry.texts.size === 0)
        return false;
    entry.keys ??= new Set([...entry.texts].flatMap((text) => parse(text, scheme)?.key ?? []));
    return entry.keys.has(version.key);
}
/** A version, read once: records of one package list the same ones again and again. */
function parse(text, scheme) {
    if (text.length > MAX_VERSION_LENGTH)
        return undefined;
    let known = parsed.get(scheme);
    if (known === undefined || known.size > MAX_PARSED)
        parsed.set(scheme, (known = new Map()));
    let version = known.get(text);
    if (version === undefined && !known.has(text))
        known.set(text, (version = scheme.parse(text)));
    return version;
}
function entryOf(advisory, query, scheme) {
    const entries = affects_read.get(advisory) ?? [];
    const known = entries.find(({ query: { ecosystem, name } }) => name === query.name && ecosystem === query.ecosystem);
    if (known !== undefined)
        return known;
    const parts = affectedOf(advisory, query);
    const ranges = parts.flatMap((part) => part.ranges);
    const entry = {
        query,
        named: parts.length > 0,
        texts: new Set(parts.flatMap((part) => part.versions)),
        ranges: ranges.map((range) => readRange(range, scheme)),
        fixed: [...new Set(ranges.flatMap(({ events }) => events.flatMap((event) => event.fixed ?? [])))],
    };
    affects_read.set(advisory, [...entries, entry]);
    return entry;
}

// EXTERNAL MODULE: ./node_modules/@renovatebot/ruby-semver/dist/index.js
var dist = __webpack_require__(4382);
// EXTERNAL MODULE: ./node_modules/semver/index.js
var node_modules_semver = __webpack_require__(2088);
var semver_default = /*#__PURE__*/__webpack_require__.n(node_modules_semver);
;// CONCATENATED MODULE: ./src/osv/wanted.ts





/** Characters of a constraint. Real ones have up to some 80; the libraries' patterns are not all linear (CWE-1333). */
const MAX_WANTED = 256;
/**
 * Whether what the project asks for (`^4.17.0`, `~=2.1`, `>=1,<2`) allows a version. `undefined` where it cannot be read,
 * or where the ecosystem has no such constraint: Go's minimum never stands in the way.
 */
function insideWanted(ecosystem, wanted, version) {
    if (wanted.length > MAX_WANTED || version.length > MAX_VERSION_LENGTH)
        return undefined;
    const reader = READERS[ecosystem];
    if (reader === undefined || SCHEMES[ecosystem].parse(version) === undefined)
        return undefined;
    try {
        return reader(wanted.trim(), version);
    }
    catch {
        return undefined;
    }
}
const READERS = {
    npm: insideSemver,
    "crates.io": (wanted, version) => insideSemver(wanted.split(",").map(cargoPart).join(" "), version),
    Pub: (wanted, version) => insideSemver(wanted === "any" ? "*" : wanted, version),
    Packagist: (wanted, version) => insideSemver(fromComposer(wanted), version.replace(/^v/, "")),
    PyPI: insidePython,
    RubyGems: insideGem,
    Hex: (wanted, version) => anyOf(wanted.split(/\s+or\s+/), (part) => insideGem(part.split(/\s+and\s+/).join(", "), version)),
    Maven: (wanted, version) => (/^[[(]/.test(wanted) ? insideInterval("Maven", wanted, version) : undefined),
    NuGet: (wanted, version) => insideInterval("NuGet", /^[[(]/.test(wanted) ? wanted : `[${wanted},)`, version),
};
function insideSemver(wanted, version) {
    if (wanted === "" || semver_default().validRange(wanted) === null || semver_default().valid(version) === null)
        return undefined;
    return semver_default().satisfies(version, wanted);
}
/** Cargo's `1.2` is `^1.2` (https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html). */
function cargoPart(part) {
    const plain = part.trim();
    return /^\d+(?:\.\d+)*(?:[-+]|$)/.test(plain) ? `^${plain}` : plain;
}
/** Composer's `~1.2` allows 1.3, and a comma or one bar is what npm writes as a space or two bars. */
function fromComposer(wanted) {
    return wanted
        .replace(/@\w+/g, "")
        .replace(/\|+/g, "||")
        .replace(/,/g, " ")
        .replace(/~\s*v?(\d+)\.(\d+)(?![.\d])/g, (_, major, minor) => `>=${major}.${minor}.0 <${Number(major) + 1}.0.0-0`);
}
function insideGem(wanted, version) {
    const readable = wanted.split(",").every((part) => /^\s*(?:[<>]=?|!?=|~>)?\s*\d[\w.-]*\s*$/.test(part));
    return readable ? (0,dist/* satisfies */.ib)(version, wanted) : undefined;
}
/** Specifiers of PEP 440, and what Poetry has beside them: `^1.2`, `~1.2`, `1.*`, alternatives with bars. */
function insidePython(wanted, version) {
    return anyOf(wanted.split(/\s*\|\|?\s*/), (alternative) => {
        const specifiers = alternative
            .replace(/^\((.*)\)$/, "$1")
            .split(",")
            .map(pythonPart)
            .join(",");
        if (specifiers === "*")
            return true;
        // The locked version may be a pre-release, and then pip keeps to pre-releases as well.
        return (0,pep440.validRange)(specifiers) && specifiers !== ""
            ? (0,pep440.satisfies)(version, specifiers, { prereleases: true })
            : undefined;
    });
}
function pythonPart(part) {
    const plain = part.trim();
    const poetry = /^([\^~])\s*v?(\d+(?:\.\d+)*)$/.exec(plain);
    if (poetry === null)
        return /^\d/.test(plain) ? `==${plain}` : plain;
    const release = poetry[2].split(".").map(Number);
    // `^0.2.3` ends before 0.3: the first number that is not zero stays. `~1.2.3` ends before 1.3, `~1` before 2.
    const significant = release.findIndex((number) => number !== 0);
    const kept = poetry[1] === "~" ? Math.min(1, release.length - 1) : significant < 0 ? release.length - 1 : significant;
    const end = release.slice(0, kept + 1).map((number, index) => (index === kept ? number + 1 : number));
    return `>=${poetry[2]},<${end.join(".")}`;
}
/** `[1.0,2.0)`, `[1.0]`, `(,1.0],[1.2,)` (https://maven.apache.org/pom.html#dependency-version-requirement-specification). */
function insideInterval(ecosystem, wanted, version) {
    const scheme = SCHEMES[ecosystem];
    const locked = scheme.parse(version);
    const intervals = wanted.match(/[[(][^[\]()]*[\])]/g) ?? [];
    if (intervals.join(",") !== wanted.replace(/\s+/g, ""))
        return undefined;
    return anyOf(intervals, (interval) => {
        const [low = "", high = low] = interval.slice(1, -1).split(",");
        const orders = [low, high].map((text) => {
            const bound = text === "" ? undefined : scheme.parse(text);
            return bound === undefined ? undefined : scheme.compare(locked, bound);
        });
        if ([low, high].some((text, index) => text !== "" && orders[index] === undefined))
            return undefined;
        const [fromLow = 1, fromHigh = -1] = orders;
        return ((interval.startsWith("[") ? fromLow >= 0 : fromLow > 0) && (interval.endsWith("]") ? fromHigh <= 0 : fromHigh < 0));
    });
}
/** True where one allows it; unknown where none does and one cannot be read. */
function anyOf(parts, allows) {
    const answers = parts.map(allows);
    return answers.includes(true) || (answers.includes(undefined) ? undefined : false);
}

;// CONCATENATED MODULE: ./src/osv/fix.ts



/** Versions that are tried. Real packages have up to some 150 that differ; each is held against each record (CWE-407). */
const MAX_CANDIDATES = 500;
/** Verdicts, for the same reason: 400,000 take some 0.4 s. Where they do not do, no fix is named. */
const MAX_VERDICTS = 400_000;
/**
 * The versions above `version` that some advisory of the package names as fixed, in the order in which they are advised:
 * from the lowest, releases before pre-releases, unless the locked version is one. None where `version` is not readable.
 */
function candidatesAbove(advisories, query, version) {
    const scheme = SCHEMES[query.ecosystem];
    const locked = scheme.parse(version);
    if (locked === undefined)
        return [];
    const texts = new Set(advisories.flatMap((advisory) => fixesOf(advisory, query)));
    const above = [...texts]
        .map((text) => ({ text, read: scheme.parse(text) }))
        .filter((each) => each.read !== undefined && scheme.compare(each.read, locked) > 0)
        .sort((a, b) => scheme.compare(a.read, b.read));
    const sorted = locked.pre ? above : [...above.filter(isRelease), ...above.filter((each) => !isRelease(each))];
    return sorted.slice(0, MAX_CANDIDATES).map(({ text }) => text);
}
/** The first of the candidates that none of the advisories affects. */
function firstUnaffected(candidates, advisories, query) {
    const suspects = [...advisories];
    let verdicts = 0;
    for (const text of candidates) {
        const hit = suspects.findIndex((advisory) => affects(advisory, query, text).kind === "affected");
        if (hit < 0)
            return text;
        // A record that affects one candidate most likely affects the next one too.
        suspects.unshift(...suspects.splice(hit, 1));
        verdicts += hit + 1;
        if (verdicts > MAX_VERDICTS)
            return undefined;
    }
    return undefined;
}
/** The lowest version above `version` that none of the advisories of a package affects; `undefined` where there is none. */
function lowestFixed(advisories, query, version) {
    return firstUnaffected(candidatesAbove(advisories, query, version), advisories, query);
}
function isRelease({ read }) {
    return !read.pre;
}

;// CONCATENATED MODULE: ./src/osv/every-version.ts

/**
 * Records of malware that mean every version a package has had or will have: then it does not matter which one an open
 * dependency would install. A range from 0 without an end says so.
 */
function condemned(advisories, query) {
    return advisories.filter((advisory) => advisory.id.startsWith("MAL-") &&
        advisory.withdrawn === undefined &&
        affectedOf(advisory, query).some(({ ranges }) => ranges.some(isEndless)));
}
function isEndless({ type, events }) {
    return (type !== "GIT" &&
        events.length > 0 &&
        events.every(({ introduced }) => introduced === "0" || introduced === "0.0.0"));
}

// EXTERNAL MODULE: ./node_modules/ae-cvss-calculator/dist/ae-cvss-calculator.js
var ae_cvss_calculator = __webpack_require__(4353);
;// CONCATENATED MODULE: ./src/osv/severity.ts


/** Characters. A vector of CVSS v4 with all its metrics has some 250. */
const MAX_VECTOR = 512;
/** Vectors of one record that are looked at: a score takes some 0.1 ms (CWE-400). Real records have up to 3. */
const MAX_VECTORS = 20;
/** Scores that are kept: real vectors repeat, and one of v4 takes 0.15 ms. */
const MAX_KEPT = 5_000;
const kept = new Map();
/** How vectors of each type begin: the library would read any other beginning as one of v2 or v3. */
const BEGINNINGS = new Map([
    ["CVSS_V2", /^\(?AV:/],
    ["CVSS_V3", /^CVSS:3\.[01]\/AV:/],
    ["CVSS_V4", /^CVSS:4\.0\/AV:/],
]);
const FROM_LOWEST = ["none", "low", "medium", "high", "critical"];
/** Words of databases; GitHub says `MODERATE`. */
const severity_WORDS = new Map([
    ["NONE", "none"],
    ["LOW", "low"],
    ["MODERATE", "medium"],
    ["MEDIUM", "medium"],
    ["HIGH", "high"],
    ["IMPORTANT", "high"],
    ["CRITICAL", "critical"],
]);
/** The highest that the advisories say of a package; nothing where none of them says anything. */
function severityOf(advisories, query) {
    const scores = [];
    const ratings = [];
    for (const advisory of advisories) {
        const parts = affectedOf(advisory, query);
        const own = parts.flatMap((part) => part.severity);
        // What is said of the package goes before what is said of the flaw as a whole.
        const vectors = own.length > 0 ? own : advisory.severity;
        scores.push(...vectors.slice(0, MAX_VECTORS).flatMap((vector) => scoreOf(vector) ?? []));
        for (const word of [advisory.databaseSeverity, ...parts.map((part) => part.databaseSeverity)])
            ratings.push(...[severity_WORDS.get(word?.toUpperCase() ?? "") ?? []].flat());
    }
    const score = scores.length === 0 ? undefined : Math.max(...scores);
    if (score !== undefined)
        ratings.push(ratingOf(score));
    const severity = FROM_LOWEST.findLast((rating) => ratings.includes(rating));
    return { ...(score === undefined ? {} : { score }), ...(severity === undefined ? {} : { severity }) };
}
/** The score of a vector, 0 to 10; `undefined` where it is none of CVSS v2, v3 or v4, or lacks a base metric. */
function scoreOf({ type, score: vector }) {
    if (vector.length > MAX_VECTOR || BEGINNINGS.get(type)?.test(vector) !== true)
        return undefined;
    const key = `${type} ${vector}`;
    if (!kept.has(key)) {
        if (kept.size >= MAX_KEPT)
            kept.clear();
        kept.set(key, calculate(type, vector));
    }
    return kept.get(key);
}
function calculate(type, vector) {
    try {
        const read = (0,ae_cvss_calculator.fromVector)(vector);
        if (read?.isBaseFullyDefined() !== true)
            return undefined;
        const { base, overall } = read.calculateScores();
        // Of v4 there is one score, which counts what is known of the threat; of the others the base is what databases show.
        const score = type === "CVSS_V4" ? overall : (base ?? overall);
        return Number.isFinite(score) && score >= 0 && score <= 10 ? score : undefined;
    }
    catch {
        return undefined;
    }
}
/** The word for a score (https://www.first.org/cvss/v3.1/specification-document, section 5). */
function ratingOf(score) {
    if (score <= 0)
        return "none";
    if (score < 4)
        return "low";
    if (score < 7)
        return "medium";
    return score < 9 ? "high" : "critical";
}

;// CONCATENATED MODULE: ./src/osv/group.ts




/** Characters of a summary; most have below 100. */
const MAX_SUMMARY = 200;
/**
 * The flaws of a version of a package: what affects it, and what might (`unreadable`), grouped where ids and aliases say
 * that it is one flaw. Records of the same flaw that do not apply count for its ids and its severity, and a version that
 * one of them affects is no fix. A flaw is unreadable only where none of its records can be read. Sorted by id.
 */
function groupAdvisories(advisories, query, version) {
    const standing = advisories.filter((advisory) => advisory.withdrawn === undefined && affectedOf(advisory, query).length > 0);
    let above;
    const candidates = () => (above ??= candidatesAbove(standing, query, version));
    return linked(standing)
        .flatMap((records) => groupOf(records, candidates, query, version) ?? [])
        .sort((a, b) => compareText(a.id, b.id));
}
/** A group of its own for a record that could not be read. */
function unreadableGroup(id, detail) {
    const named = { ids: [id], id, key: id, summary: "", malicious: isMalware(id) };
    return { ...named, url: addressOf(id), advisories: [], unreadable: detail };
}
function groupOf(records, candidates, query, version) {
    const judged = records.map((record) => ({ record, verdict: affects(record, query, version) }));
    const affecting = judged.filter(({ verdict }) => verdict.kind === "affected").map(({ record }) => record);
    const open = judged.filter(isUnreadable);
    // Where one database's record cannot be read, another one's of the same flaw decides.
    if (affecting.length === 0 && open.length < judged.length)
        return undefined;
    const counted = affecting.length > 0 ? affecting : open.map(({ record }) => record);
    const ids = [...new Set(records.flatMap(({ id, aliases }) => [id, ...aliases]))].sort(compareText);
    const id = [...counted.map((record) => record.id)].sort(compareIds)[0];
    const fixed = affecting.length === 0 ? undefined : firstUnaffected(candidates(), records, query);
    return {
        ids,
        id,
        key: group_keyOf(ids),
        summary: summaryOf([...counted, ...records]),
        malicious: counted.some((record) => isMalware(record.id)),
        ...severityOf(records, query),
        ...(fixed === undefined ? {} : { fixed }),
        url: addressOf(id),
        advisories: [...counted].sort((a, b) => compareText(a.id, b.id)),
        ...(affecting.length > 0 ? {} : { unreadable: open.map(({ verdict }) => verdict.detail).join("; ") }),
    };
}
function isUnreadable(judged) {
    return judged.verdict.kind === "unreadable";
}
/** Records that name each other, or the same alias, each set once; in the order of their first record. */
function linked(advisories) {
    const parent = new Map();
    const rootOf = (id) => {
        let root = id;
        for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root))
            root = up;
        // The path is shortened, so that long chains of aliases stay cheap.
        for (let at = id; at !== root;) {
            const up = parent.get(at) ?? root;
            parent.set(at, root);
            at = up;
        }
        return root;
    };
    for (const { id, aliases } of advisories)
        for (const alias of aliases)
            parent.set(rootOf(alias), rootOf(id));
    const sets = new Map();
    for (const advisory of advisories) {
        const root = rootOf(advisory.id);
        const set = sets.get(root);
        if (set === undefined)
            sets.set(root, [advisory]);
        else
            set.push(advisory);
    }
    return [...sets.values()];
}
/** GitHub's advisories are reviewed and have the most words; a CVE record says the least of packages. */
function compareIds(a, b) {
    const rank = (id) => (id.startsWith("GHSA-") ? 0 : id.startsWith("CVE-") ? 2 : 1);
    return rank(a) - rank(b) || compareText(a, b);
}
/** The lowest CVE by year and number, else the lowest id: a record that another database adds brings its own id, and the same CVE. */
function group_keyOf(ids) {
    const numbered = ids.flatMap((id) => {
        const found = /^CVE-(\d{4})-(\d{4,12})$/.exec(id);
        return found === null ? [] : [{ id, year: Number(found[1]), number: Number(found[2]) }];
    });
    return numbered.sort((a, b) => a.year - b.year || a.number - b.number)[0]?.id ?? ids[0];
}
function summaryOf(records) {
    const summary = records.map((record) => record.summary.trim()).find((each) => each !== "");
    return shorten(summary ?? records.map(firstLine).find((each) => each !== "") ?? "");
}
/** Headings (`### Impact`) are no summary. */
function firstLine({ details }) {
    const lines = details.split("\n").map((line) => line.trim());
    return lines.find((line) => line !== "" && !line.startsWith("#")) ?? "";
}
function shorten(text) {
    const line = text.replace(/\s+/g, " ");
    return line.length <= MAX_SUMMARY
        ? line
        : `${line
            .slice(0, MAX_SUMMARY - 1)
            .replace(/[\uD800-\uDBFF]$/, "")
            .trimEnd()}\u2026`;
}
function isMalware(id) {
    return id.startsWith("MAL-");
}
function addressOf(id) {
    return `https://osv.dev/vulnerability/${encodeURIComponent(id)}`;
}

;// CONCATENATED MODULE: ./src/osv/judge-package.ts




/** Gaps that are told in words; the flaws name all. */
const MAX_TOLD = 3;
/**
 * What the records of a package say of its locked version. `records` are all that name it, whatever the version; they
 * are not looked at where there is no database for the package. Where no version is locked, only malware of every
 * version counts.
 */
function judgePackage(pkg, records) {
    if ("failed" in records)
        return unchecked("lookup-failed", records.failed);
    const { ecosystem, version } = pkg;
    const open = openReason(pkg);
    if (ecosystem === undefined)
        return open;
    const query = { ecosystem, name: normalName(ecosystem, pkg.name) };
    if (version === undefined)
        return anyVersion(records.advisories, query) ?? open;
    const unread = records.unreadable.map(({ id, detail }) => unreadableGroup(id, detail));
    const flaws = [...groupAdvisories(records.advisories, query, version), ...unread];
    // A version that only the name of a file says may be vulnerable; it is never clean.
    if (flaws.length === 0)
        return pkg.unlocked === undefined && !isElsewhere(pkg) ? { status: "clean", flaws } : open;
    const affecting = flaws.filter(({ unreadable }) => unreadable === undefined);
    if (affecting.length === 0)
        return { ...unchecked("unreadable-advisory", told(flaws)), flaws };
    const fixed = lowestFixed(records.advisories, query, version);
    return { status: "vulnerable", flaws, ...(fixed === undefined ? {} : { fixed }) };
}
/** What is malware in every version is so in the one that an open dependency would install. */
function anyVersion(advisories, query) {
    const flaws = groupAdvisories(condemned(advisories, query), query, "0");
    return flaws.length === 0 ? undefined : { status: "vulnerable", flaws };
}
/** Why a package that nobody can look up, or not for sure, is not clean. */
function openReason({ unlocked, ecosystem, version, source }) {
    if (unlocked !== undefined)
        return unchecked("unlocked", unlocked);
    if (ecosystem !== undefined && version === undefined)
        return unchecked("unlocked", undefined);
    return unchecked("no-database", source === undefined ? undefined : `${source.kind} ${source.where}`);
}
/** Whether it comes from where its registry's bytes need not be. */
function isElsewhere({ source }) {
    return source?.kind === "url" || source?.kind === "vcs" || source?.kind === "local";
}
function unchecked(reason, detail) {
    return { status: "unchecked", reason, ...(detail === undefined ? {} : { detail }), flaws: [] };
}
function told(flaws) {
    const first = flaws.slice(0, MAX_TOLD).map(({ id, unreadable }) => `${id}: ${unreadable}`);
    const more = flaws.length - first.length;
    return [...first, ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
}

;// CONCATENATED MODULE: ./src/osv/judging.ts

/**
 * Records that are held against versions, one by one: a record and a package are one. They take some 2 \u00b5s each; a project of
 * 20,000 packages has some 50,000. CWE-407.
 */
const MAX_COMPARED = 2_000_000;
/**
 * Flaws, and packages that are not pinned: each is a finding of some kB. A repository with a hundred old lockfiles has
 * some thousand. CWE-770.
 */
const judging_MAX_TOLD = 25_000;
/** Judges the packages of one run, until that takes more than any real project does. */
class Judging {
    limits;
    compared = 0;
    told = 0;
    constructor(limits = { compared: MAX_COMPARED, told: judging_MAX_TOLD }) {
        this.limits = limits;
    }
    /** `undefined` where the limits were reached before: then nobody has looked at the package. */
    judge(pkg, records) {
        if (this.compared >= this.limits.compared || this.told >= this.limits.told)
            return undefined;
        const judged = judgePackage(pkg, records);
        if (!("failed" in records))
            this.compared += records.advisories.length + records.unreadable.length;
        this.told += judged.flaws.length + (judged.reason === "unlocked" ? 1 : 0);
        return judged;
    }
}

;// CONCATENATED MODULE: ./src/audit.ts







/** Lockfiles in, packages with one of three answers and findings out. Total: what cannot be read or asked is a finding. */
async function auditLockfiles(input) {
    const head = readLockfiles(input.lockfiles);
    const asked = new Asked(head.flatMap(({ packages }) => packages));
    const records = await asked.records(input.source);
    const judging = new Judging();
    const answered = head.map((content) => answer(content, input, records, judging));
    // Of the base only what the head has as well can make a finding old.
    const judgingOld = new Judging();
    const old = readLockfiles(input.base).map((content) => {
        const packages = content.packages.filter((pkg) => asked.holds(pkg));
        return answer({ ...content, packages }, input, records, judgingOld);
    });
    const subjects = [...answered.flatMap((each) => each.subjects), ...input.subjects];
    return {
        lockfiles: input.lockfiles.length,
        packages: answered.flatMap(({ content, facts }) => facts.map((each) => toRecord(each, content.path))),
        findings: subjects.flatMap((subject) => [...(0,judge/* judge */.S)(subject, input.rules, input.context)]),
        before: byPath(old.flatMap((each) => each.subjects.flatMap((s) => [...(0,judge/* judge */.S)(s, input.rules, input.context)]))),
        missing: [...answered.flatMap(gaps), ...input.subjects.flatMap(notHere)],
        notices: input.notices(),
    };
}
function answer(content, input, records, judging) {
    let unjudged = 0;
    const facts = content.packages.map((pkg) => {
        const judgement = judging.judge(pkg, records(pkg));
        if (judgement === undefined)
            unjudged++;
        const judged = { pkg, ...(judgement ?? UNJUDGED) };
        const known = input.annotate === undefined ? judged : input.annotate(judged);
        return known.fixed === undefined ? known : withCommand(known, content);
    });
    const telling = facts.filter(({ status }) => status !== "clean");
    const packages = telling.map((each) => ({ kind: "package", at: each.pkg.at, package: each }));
    const subjects = [...content.subjects, ...(unjudged === 0 ? [] : [tooMuch(content.path, unjudged)]), ...packages];
    return { content, facts, subjects: [...subjects, ...summariseUnchecked(content.path, facts)] };
}
const TOO_MUCH = "there is more to find than any real project has";
const UNJUDGED = { status: "unchecked", reason: "lookup-failed", detail: TOO_MUCH, flaws: [] };
/** A flood of flaws must not hide what stands behind it: it fails by itself. */
function tooMuch(path, unjudged) {
    const detail = `${TOO_MUCH}, so ${countWords(unjudged)} not looked at`;
    return {
        kind: "lockfile",
        at: { path, inside: [], line: 1 },
        lockfile: { kind: "unreadable", reason: "limit", detail },
    };
}
function withCommand(facts, { syntax, path }) {
    const { pkg, fixed } = facts;
    if (fixed === undefined || pkg.ecosystem === undefined)
        return facts;
    const { name, ecosystem, via } = pkg;
    const direct = via?.[0];
    const file = path.slice(path.lastIndexOf("/") + 1);
    const command = upgradeOf(syntax)?.({
        ecosystem,
        name,
        version: fixed,
        file,
        ...(direct === undefined ? {} : { direct }),
    });
    const fixAllowed = pkg.wanted === undefined ? undefined : insideWanted(ecosystem, pkg.wanted, fixed);
    return {
        ...facts,
        ...(command === undefined ? {} : { command }),
        ...(fixAllowed === undefined ? {} : { fixAllowed }),
    };
}
function upgradeOf(syntax) {
    return syntax.upgrade?.bind(syntax);
}
/** What is asked of the source: each name once, whatever lockfiles and versions it stands in. */
class Asked {
    queries = new Map();
    packages = new Set();
    constructor(packages) {
        for (const pkg of packages) {
            this.packages.add(identity(pkg));
            for (const query of queriesOf(pkg))
                this.queries.set(audit_keyOf(query), query);
        }
    }
    holds(pkg) {
        return this.packages.has(identity(pkg));
    }
    async records(source) {
        const answers = this.queries.size === 0 ? [] : await source.recordsOf([...this.queries.values()]);
        const byKey = new Map([...this.queries.keys()].map((key, i) => [key, answers[i]]));
        return (pkg) => queriesOf(pkg)
            .map((query) => byKey.get(audit_keyOf(query)) ?? NOT_ASKED)
            .reduce(joined, NOTHING);
    }
}
const NOTHING = { advisories: [], unreadable: [] };
const NOT_ASKED = { failed: "it was not asked for" };
/** Answers for several spellings of one name; where one has failed, nothing is known. */
function joined(a, b) {
    if ("failed" in a || b === NOTHING)
        return a;
    if ("failed" in b || a === NOTHING)
        return b;
    const known = new Set(a.advisories.map(({ id }) => id));
    return {
        advisories: [...a.advisories, ...b.advisories.filter(({ id }) => !known.has(id))],
        unreadable: [...a.unreadable, ...b.unreadable],
    };
}
/** What is not pinned is asked for too: a name may be malware in every version. */
function queriesOf({ ecosystem, name }) {
    if (ecosystem === undefined)
        return [];
    return spellings(ecosystem, name).map((each) => ({ ecosystem, name: each }));
}
function audit_keyOf({ ecosystem, name }) {
    return `${ecosystem}\0${name}`;
}
function identity({ purl, unlocked }) {
    return `${purl}\0${unlocked ?? ""}`;
}
function toRecord({ pkg, status, reason, flaws, fixed }, lockfile) {
    const { purl, name, version, ecosystem, at, direct, group, source } = pkg;
    return {
        purl,
        name,
        ...(version === undefined ? {} : { version }),
        ...(ecosystem === undefined ? {} : { ecosystem }),
        lockfile,
        ...(at.path === lockfile ? {} : { file: at.path }),
        ...(at.line === undefined ? {} : { line: at.line }),
        ...(direct === undefined ? {} : { direct }),
        ...(group === undefined ? {} : { group }),
        ...(source === undefined ? {} : { source: source.where }),
        status,
        ...(reason === undefined ? {} : { reason }),
        advisories: flaws.map(({ id }) => id),
        ...(fixed === undefined ? {} : { fixed }),
    };
}
function gaps({ subjects }) {
    return subjects.flatMap((subject) => [
        ...notHere(subject),
        ...(subject.kind === "lockfile" && subject.lockfile.kind === "lookup-failed"
            ? [
                `${(0,core_location/* formatLocation */.j)(subject.at)}: ${countWords(subject.lockfile.packages.count)} not looked up: ${subject.lockfile.detail}`,
            ]
            : []),
    ]);
}
function notHere(subject) {
    return subject.kind === "lockfile" &&
        subject.lockfile.kind === "unreadable" &&
        subject.lockfile.reason === "not-fetched"
        ? [`${(0,core_location/* formatLocation */.j)(subject.at)}: ${subject.lockfile.detail}`]
        : [];
}
function countWords(packages) {
    return packages === 1 ? "1 package was" : `${packages} packages were`;
}
function byPath(findings) {
    const paths = new Map();
    for (const finding of findings) {
        const of = paths.get(finding.location.path);
        if (of === undefined)
            paths.set(finding.location.path, [finding]);
        else
            of.push(finding);
    }
    return paths;
}

// EXTERNAL MODULE: ./src/core/host.ts
var host = __webpack_require__(393);
// EXTERNAL MODULE: ./src/host/diff.ts
var diff = __webpack_require__(9759);
;// CONCATENATED MODULE: ./src/host/pickled-models.ts

/** Names that pickled models have. */
const PICKLED = /\.(?:pkl|pickle|pt|pth|ckpt|joblib|dill)$|(?:^|\/)(?:pytorch|adapter)_model[^/]*\.bin$/i;
/** Tracked files with the name of a pickled model; 0 outside of a repository. Names only: nothing is opened. */
function countPickledModels({ git }) {
    if (git === undefined)
        return 0;
    return (0,diff/* trackedNames */.FH)(git, "").files.filter((name) => PICKLED.test(name.toString("latin1"))).length;
}

;// CONCATENATED MODULE: ./src/osv/exploited.ts

/** Entries of either list. CISA's has some 1,500, FIRST's some 330,000. Against memory (CWE-770). */
const MAX_ENTRIES = 2_000_000;
const CVE = /^CVE-\d{4}-\d{4,12}$/;
/**
 * The CVEs of CISA's catalogue of known exploited vulnerabilities, from its JSON
 * (https://www.cisa.gov/known-exploited-vulnerabilities-catalog). Throws `Malformed`.
 */
function readKnownExploited(text) {
    let parsed;
    try {
        parsed = JSON.parse(text);
    }
    catch {
        throw new core_bytes/* Malformed */.sG("the catalogue of known exploited vulnerabilities is not JSON");
    }
    const entries = parsed?.vulnerabilities;
    if (!Array.isArray(entries))
        throw new core_bytes/* Malformed */.sG("vulnerabilities is not an array");
    if (entries.length > MAX_ENTRIES)
        throw new core_bytes/* Malformed */.sG(`vulnerabilities has more than ${MAX_ENTRIES} elements`);
    return new Set(entries.map((entry, index) => {
        const id = entry?.cveID;
        if (typeof id !== "string" || !CVE.test(id))
            throw new core_bytes/* Malformed */.sG(`vulnerabilities[${index}].cveID is not a CVE`);
        return id;
    }));
}
/**
 * The likelihood of each CVE from FIRST's list (https://www.first.org/epss/data_stats): lines of `cve,epss,percentile`
 * behind a heading, which a line of `#` may precede. Throws `Malformed`, with the place in characters.
 */
function readEpss(text) {
    const scores = new Map();
    let headed = false;
    for (const { line, start } of linesOf(text)) {
        if (line === "" || line.startsWith("#"))
            continue;
        const [cve = "", epss = ""] = line.split(",", 2).map((cell) => cell.trim());
        if (!headed) {
            if (cve !== "cve" || epss !== "epss")
                throw new core_bytes/* Malformed */.sG("the list does not begin with cve,epss", start);
            headed = true;
            continue;
        }
        const score = /^\d{1,2}(?:\.\d{1,20})?(?:e-\d{1,3})?$/i.test(epss) ? Number(epss) : NaN;
        if (!CVE.test(cve) || !(score >= 0 && score <= 1))
            throw new core_bytes/* Malformed */.sG("not a CVE and its likelihood", start);
        if (scores.size >= MAX_ENTRIES)
            throw new core_bytes/* Malformed */.sG(`the list has more than ${MAX_ENTRIES} lines`, start);
        scores.set(cve, score);
    }
    if (!headed)
        throw new core_bytes/* Malformed */.sG("the list is empty", 0);
    return scores;
}
/** What the two lists say of a flaw: of all its CVEs, the worst. */
function exploitation({ ids }, lists) {
    const exploited = ids.some((id) => lists.known?.has(id) ?? false);
    const scores = ids.flatMap((id) => lists.epss?.get(id) ?? []);
    return { exploited, ...(scores.length === 0 ? {} : { epss: Math.max(...scores) }) };
}
/** Without its line break, one at a time: the list has 10 MB. */
function* linesOf(text) {
    for (let start = 0; start < text.length;) {
        const found = text.indexOf("\n", start);
        const end = found < 0 ? text.length : found;
        yield { line: text.slice(start, end).trim(), start };
        start = end + 1;
    }
}

;// CONCATENATED MODULE: ./src/policy/ignores.ts
/** What the policy file lists under `dependencies.ignore`. */
function policyIgnores({ dependencies }) {
    return dependencies.ignore.map(({ id, package: name, reason, until }) => {
        return { id, package: name, by: "policy", reason, until };
    });
}
/** The answer that rules ask for: the first ignore in force that is for this flaw. `today` is `YYYY-MM-DD`, UTC. */
function flawIgnorer(ignores, today) {
    const inForce = ignores.filter(({ until }) => until === undefined || until >= today);
    // Where both are many, each flaw held against each ignore would take minutes (CWE-407).
    const places = new Map();
    inForce.forEach(({ id, package: name, directory }, place) => {
        const key = ignores_keyOf(id, name, directory);
        const known = places.get(key);
        if (known === undefined)
            places.set(key, [place]);
        else
            known.push(place);
    });
    return (pkg, ids) => {
        const keys = [undefined, ...ids].flatMap((id) => [undefined, pkg.name].flatMap((name) => [undefined, directoryOf(pkg.at.path)].map((directory) => ignores_keyOf(id, name, directory))));
        const found = keys.flatMap((key) => places.get(key)?.find((place) => isFor(inForce[place], pkg, ids)) ?? []);
        if (found.length === 0)
            return undefined;
        const { by, reason, until } = inForce[Math.min(...found)];
        return { by, reason, ...(until === undefined ? {} : { until }) };
    };
}
/** What an ignore names, as the rest of it is compared one by one. */
function ignores_keyOf(id, name, directory) {
    return JSON.stringify([id?.toLowerCase() ?? null, name === undefined ? null : plain(name), directory ?? null]);
}
function isFor(ignore, pkg, ids) {
    const { id, package: name, version, ecosystem, group, directory } = ignore;
    return ((id === undefined || ids.some((each) => each.toLowerCase() === id.toLowerCase())) &&
        (name === undefined || plain(name) === plain(pkg.name)) &&
        (version === undefined || version === pkg.version) &&
        (ecosystem === undefined || ecosystem === pkg.ecosystem) &&
        (group === undefined || group === pkg.group) &&
        (directory === undefined || directoryOf(pkg.at.path) === directory));
}
/** People spell names as they like; the advisory has to fit as well. */
function plain(name) {
    return name.toLowerCase().replace(/[-_.]+/g, "-");
}
function directoryOf(path) {
    return path.slice(0, path.lastIndexOf("/") + 1);
}

// EXTERNAL MODULE: ./src/rules/index.ts + 157 modules
var rules = __webpack_require__(2632);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./src/formats/model-names.ts
var model_names = __webpack_require__(5188);
// EXTERNAL MODULE: ./src/host/file-source.ts
var file_source = __webpack_require__(2370);
// EXTERNAL MODULE: ./src/host/neighbours.ts
var host_neighbours = __webpack_require__(3716);
;// CONCATENATED MODULE: ./src/host/lockfile-text.ts




/** Bytes of one lockfile. The largest real ones (package-lock.json of monorepos) have some 10 MB. CWE-770. */
const MAX_LOCKFILE_BYTES = 32 * 1024 ** 2;
/** Names of a directory that are told. CWE-770. */
const MAX_SIBLINGS = 10_000;
/** Reads a selected file. `size` in bytes, as the selection knows it. */
function readLockfileText(absolute, size) {
    if (size > MAX_LOCKFILE_BYTES)
        return { tooLarge: size };
    try {
        const path = typeof absolute === "string" ? absolute : Buffer.from(absolute);
        const now = (0,external_node_fs_.statSync)(path);
        if (!now.isFile())
            return { failed: "it is no file" }; // a device would have no end
        if (now.size > MAX_LOCKFILE_BYTES)
            return { tooLarge: now.size };
        const bytes = (0,external_node_fs_.readFileSync)(path);
        return bytes.length > MAX_LOCKFILE_BYTES ? { tooLarge: bytes.length } : { text: decodeText(bytes) };
    }
    catch (error) {
        return { failed: error.code ?? "it cannot be read" };
    }
}
/** The first bytes of a file as text; empty where it cannot be read, which reading all of it then says. */
function readLockfileHead(absolute, atMost) {
    try {
        const source = (0,file_source/* openFile */.Tq)(typeof absolute === "string" ? absolute : Buffer.from(absolute));
        try {
            return decodeText(source.window(0, atMost));
        }
        finally {
            source.close();
        }
    }
    catch {
        return "";
    }
}
/**
 * UTF-8, or what its byte order mark says: PowerShell writes `pip freeze > requirements.txt` as UTF-16, and pip reads that.
 * Bytes that are no text stand as U+FFFD, which no name of a package may hold.
 */
function decodeText(bytes) {
    const [first, second] = bytes;
    if (first === 0xff && second === 0xfe)
        return new TextDecoder("utf-16le").decode(bytes);
    if (first === 0xfe && second === 0xff)
        return new TextDecoder("utf-16be").decode(bytes);
    return new TextDecoder("utf-8").decode(bytes);
}
/** What is around a lockfile on disk; nothing outside of `root` is read. `path` as in `Location.path`. */
function contextOnDisk(root, path) {
    const neighbours = (0,host_neighbours/* neighboursOf */.Y)(root, (0,external_node_path_.join)(root, path));
    return {
        path,
        include(relative) {
            const target = targetOf(path, relative);
            if (target === undefined)
                return { missing: "outside", path: relative };
            if (!isMeant(root, path, relative, target))
                return { missing: "outside", path: target };
            const beside = external_node_path_.posix.relative(external_node_path_.posix.dirname(path), target);
            const found = neighbours.look(beside);
            if (found.kind === "outside")
                return { missing: "outside", path: target };
            if (found.kind !== "file")
                return { missing: "absent", path: target };
            if (found.size > MAX_LOCKFILE_BYTES)
                return { missing: "too-large", path: target };
            const text = neighbours.read(beside, (bytes) => decodeText(bytes.read(0, bytes.size)));
            return text === undefined ? { missing: "absent", path: target } : { text, path: target };
        },
        siblings() {
            try {
                return (0,external_node_fs_.readdirSync)((0,external_node_path_.dirname)((0,external_node_path_.join)(root, path))).slice(0, MAX_SIBLINGS);
            }
            catch {
                return [];
            }
        },
    };
}
/**
 * Whether the path as it is written leads where it leads once it is tidied: `link/../x` is beside what the link leads to, and
 * on Linux `a\\b` is a file of its own. A tool opens what is written.
 */
function isMeant(root, path, relative, target) {
    if (!/\\|[^./]\/+\.\.(?:\/|$)/.test(relative))
        return true;
    try {
        const written = external_node_fs_.realpathSync.native(`${root}/${external_node_path_.posix.dirname(path)}/${relative}`);
        return written === external_node_fs_.realpathSync.native((0,external_node_path_.join)(root, target));
    }
    catch {
        return true;
    }
}
/** What is around a lockfile in a commit. */
function contextInCommit(git, commit, path) {
    return {
        path,
        include(relative) {
            const target = targetOf(path, relative);
            if (target === undefined)
                return { missing: "outside", path: relative };
            const bytes = git.show(commit, target, MAX_LOCKFILE_BYTES);
            return bytes === undefined ? { missing: "absent", path: target } : { text: decodeText(bytes), path: target };
        },
        siblings() {
            const directory = external_node_path_.posix.dirname(path);
            const under = directory === "." ? [] : ["--", `${directory}/`];
            const listed = git.names(["ls-tree", "-z", "--name-only", "--full-tree", commit, ...under]);
            return listed.slice(0, MAX_SIBLINGS).map((name) => external_node_path_.posix.basename(name.toString("utf8")));
        },
    };
}
/** The path of an included file from the root; undefined where it leaves the root. */
function targetOf(path, relative) {
    if (relative.startsWith("/") || /^[A-Za-z]:/.test(relative) || relative.includes("\0"))
        return undefined;
    const target = external_node_path_.posix.normalize(external_node_path_.posix.join(external_node_path_.posix.dirname(path), relative.replaceAll("\\", "/")));
    return target === ".." || target.startsWith("../") || target === "." ? undefined : target;
}

// EXTERNAL MODULE: ./src/syntax/json.ts
var json = __webpack_require__(9249);
;// CONCATENATED MODULE: ./src/lockfiles/dependency-graph.ts
/** Names of one path that are told; what lies between is left out. Without it a chain of n packages has n\u00b2 / 2 names. CWE-770. */
const MAX_PATH = 16;
/**
 * Steps along dependencies of one lockfile. Each package is left once, so that only many packages of one name with many
 * that ask for it come near; the largest real lockfiles have some ten thousand. CWE-407.
 */
const MAX_STEPS = 4_000_000;
const LEFT_OUT = "\u2026";
/**
 * How each package of a lockfile comes into the project, by its number: whether directly, by which shortest path from a
 * direct dependency, and for which group. What production needs has no group, whoever else asks for it; then the groups
 * have their turn in the order in which they are first named. Breadth first, without recursion, each package left
 * once: cycles and depth cost nothing. What no root reaches, and what lies behind `MAX_STEPS`, is `{}`.
 *
 * Example (npm, pixi and the others do the same): number the packages, keep a `Map` from name to numbers for `asks`, and
 * `yield { ...pkg, ...reached[number] }`.
 */
function reachPackages(graph) {
    const walk = new Walk(graph);
    return Array.from({ length: graph.size }, (_, node) => walk.reached(node));
}
/** Roots where nothing says what the project asks for: the packages that no other one asks for. Not all of them, so not `complete`. */
function packagesNobodyAsksFor(graph) {
    const asked = new Uint8Array(graph.size);
    let steps = 0;
    for (let node = 0; node < graph.size; node++)
        for (const next of graph.asks(node)) {
            if (++steps > MAX_STEPS)
                return [];
            if (next !== node)
                asked[next] = 1;
        }
    const roots = [];
    for (let node = 0; node < graph.size; node++)
        if (asked[node] === 0)
            roots.push({ node });
    return roots;
}
const NONE = -1;
class Walk {
    graph;
    /** The package that was first to ask for this one; itself for a root. */
    parents;
    /** The direct dependency at the beginning of the path. */
    firsts;
    /** Number of the group, of those in `groups`. */
    groupOf;
    direct;
    groups;
    steps = 0;
    constructor(graph) {
        this.graph = graph;
        this.parents = new Int32Array(graph.size).fill(NONE);
        this.firsts = new Int32Array(graph.size).fill(NONE);
        this.groupOf = new Int32Array(graph.size);
        this.direct = new Uint8Array(graph.size);
        const byGroup = new Map([[undefined, []]]);
        for (const { node, group } of graph.roots) {
            if (++this.steps > MAX_STEPS)
                break;
            this.direct[node] = 1;
            const members = byGroup.get(group);
            if (members === undefined)
                byGroup.set(group, [node]);
            else
                members.push(node);
        }
        this.groups = [...byGroup.keys()];
        [...byGroup.values()].forEach((nodes, number) => this.from(nodes, number));
    }
    /** All that one group reaches and no earlier one did. */
    from(roots, group) {
        const queue = [];
        const enter = (node, parent) => {
            if (this.parents[node] !== NONE)
                return;
            this.parents[node] = parent;
            this.firsts[node] = node === parent ? node : this.firsts[parent];
            this.groupOf[node] = group;
            queue.push(node);
        };
        for (const root of roots)
            enter(root, root);
        for (let i = 0; i < queue.length; i++)
            for (const next of this.graph.asks(queue[i])) {
                if (++this.steps > MAX_STEPS)
                    return;
                enter(next, queue[i]);
            }
    }
    reached(node) {
        if (this.parents[node] === NONE)
            return {};
        const group = this.groups[this.groupOf[node]];
        const told = group === undefined ? {} : { group };
        if (this.direct[node] === 1)
            return { direct: true, via: [], ...told };
        return { ...(this.graph.complete === false ? {} : { direct: false }), via: this.path(node), ...told };
    }
    path(node) {
        const first = this.firsts[node];
        const path = [];
        let at = this.parents[node];
        for (; at !== first && path.length < MAX_PATH - 2; at = this.parents[at])
            path.push(this.graph.name(at));
        if (at !== first)
            path.push(LEFT_OUT);
        path.push(this.graph.name(first));
        return path.reverse();
    }
}

;// CONCATENATED MODULE: ./src/lockfiles/npm/command.ts
/** A name of npm's registry; `-` at the beginning would be an option. */
const NAME = /^(?:@[\w~][\w~.-]*\/)?[\w~][\w~.-]*$/;
const command_VERSION = /^\d[\w.+-]*$/;
/** Whether a command with these can be offered for typing: names come from the input, and a shell reads the command. */
function isSafeToType(name, version) {
    return NAME.test(name) && command_VERSION.test(version);
}
function baseName(path) {
    return path.slice(path.lastIndexOf("/") + 1);
}

;// CONCATENATED MODULE: ./src/lockfiles/purl.ts
/** The purl type of each ecosystem (https://github.com/package-url/purl-spec). */
const TYPES = {
    PyPI: "pypi",
    npm: "npm",
    Go: "golang",
    "crates.io": "cargo",
    RubyGems: "gem",
    Packagist: "composer",
    Maven: "maven",
    "GitHub Actions": "github",
    CRAN: "cran",
    NuGet: "nuget",
    Pub: "pub",
    Hex: "hex",
};
/** Ecosystems whose names have a namespace, and what stands before the base name. */
const SEPARATORS = {
    npm: "/",
    Go: "/",
    Packagist: "/",
    "GitHub Actions": "/",
    Maven: ":",
};
/**
 * The purl of a package of an ecosystem. `name` as OSV spells it: `@scope/name` (npm), `group:artifact` (Maven),
 * `vendor/name` (Packagist), a module path (Go), `owner/repo` (GitHub Actions).
 */
function purlOf(ecosystem, name, version) {
    const spelled = ecosystem === "PyPI"
        ? pypiName(name)
        : ["npm", "Packagist", "GitHub Actions"].includes(ecosystem)
            ? name.toLowerCase()
            : name;
    const separator = SEPARATORS[ecosystem];
    const cut = separator === undefined ? -1 : spelled.lastIndexOf(separator);
    return purl(TYPES[ecosystem], cut < 0 ? undefined : spelled.slice(0, cut), spelled.slice(cut + 1), version);
}
/** A name as PyPI compares it (PEP 503). */
function pypiName(name) {
    return name.toLowerCase().replace(/[-_.]+/g, "-");
}
/**
 * A purl of any type (`conda`, `generic`, `huggingface`); qualifiers without a value are left out. Our own writer:
 * packageurl-js 2.0.1 throws a ReferenceError on some Go versions.
 */
function purl(type, namespace, name, version, qualifiers = {}) {
    const space = namespace === undefined ? "" : `${namespace.split("/").filter(Boolean).map(encode).join("/")}/`;
    const given = Object.entries(qualifiers).filter((each) => !!each[1]);
    const query = given.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `${key}=${encode(value)}`);
    return [
        `pkg:${type}/${space}${encode(name)}`,
        version === undefined ? "" : `@${encode(version)}`,
        query.length === 0 ? "" : `?${query.join("&")}`,
    ].join("");
}
/** Percent-encoding as purl has it: everything but letters, digits, `.`, `-`, `_`, `~`, and colons stay. */
function encode(text) {
    if (/^[\w.~-]*$/.test(text))
        return text; // most names, and eight times as fast
    return encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\uFFFD"))
        .replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`)
        .replaceAll("%3A", ":");
}

;// CONCATENATED MODULE: ./src/lockfiles/npm/practices.ts
/** Words of one kind about one file. CWE-770. */
const practices_MAX_TOLD = 20;
/** How a lockfile locks: registries that are not the default one, archives of another package, missing hashes. */
class Practices {
    hosts = new Map();
    mismatches = [];
    withoutHash;
    look({ origin, needsNoHash, place }, hashes) {
        if (origin.kind !== "registry")
            return;
        if (origin.host !== undefined) {
            const count = this.hosts.get(origin.host);
            if (count !== undefined)
                count.count++;
            else if (this.hosts.size < practices_MAX_TOLD)
                this.hosts.set(origin.host, { place, count: 1 });
        }
        if (hashes.length > 0 || needsNoHash === true)
            return;
        if (this.withoutHash === undefined)
            this.withoutHash = { place, count: 1 };
        else
            this.withoutHash.count++;
    }
    /**
     * The package that the archive's address names, where it is another one than the entry says: the archive is what gets
     * installed. A lock that was tampered with looks so.
     */
    otherwise(seen) {
        const archive = seen.origin.kind === "registry" ? seen.origin.archive : undefined;
        if (archive === undefined || isSame(archive, seen))
            return undefined;
        const { name, version } = archive;
        if (this.mismatches.length < practices_MAX_TOLD) {
            const what = `${name} ${version}`.trim();
            const detail = `${seen.name} ${seen.version ?? ""} is locked to the archive of ${what}, which is what gets installed`;
            this.mismatches.push({ place: seen.place, practice: { kind: "mismatch", what, detail } });
        }
        return { ...seen, name, version: version === "" ? seen.version : version };
    }
    told() {
        const others = [...this.hosts].map(([host, { place, count }]) => {
            const detail = `${practices_packages(count)} from ${host}, which is not npm's own registry`;
            return { place, practice: { kind: "other-index", what: host, detail } };
        });
        const bare = this.withoutHash;
        const detail = `${practices_packages(bare?.count ?? 0)} locked without a hash, so that nobody notices when the archive changes`;
        return [
            ...this.mismatches,
            ...others,
            ...(bare === undefined
                ? []
                : [{ place: bare.place, practice: { kind: "no-hashes", what: "", detail } }]),
        ];
    }
}
function practices_packages(count) {
    return count === 1 ? "1 package is" : `${count} packages are`;
}
/** Build metadata is no part of what a registry stores; of a few old packages the address has no version of this form. */
function isSame(archive, { name, version }) {
    if (archive.name !== name)
        return false;
    return version === undefined || archive.version === "" || practices_plain(archive.version) === practices_plain(version);
}
function practices_plain(version) {
    const cut = version.indexOf("+");
    return cut < 0 ? version : version.slice(0, cut);
}

;// CONCATENATED MODULE: ./src/lockfiles/npm/entries.ts



/**
 * Entries of one file that are looked at; each takes some kilobytes on the way. More than what the audit takes of packages,
 * so that this limit is not the first that a file without repetitions meets. CWE-770.
 */
const entries_MAX_ENTRIES = 110_000;
/** Characters of a name; npm allows 214, and allowed more before 2013. CWE-400. */
const entries_MAX_NAME = 256;
const entries_MAX_VERSION = 256;
/** Entries of one file without a readable name that are told one by one. CWE-770. */
const MAX_UNREADABLE = 20;
/** What no name has. */
const UNNAMED = /[\s\u0000-\u001f\u007f"'`<>\\]/;
/** Exact versions, and those of the years before npm was strict (`1.0.2beta`). */
const EXACT = /^\d+\.\d+\.\d+[0-9A-Za-z.+-]*$/;
/**
 * Packages, each once for its name, version and origin: where a tree has it in several places, the one nearest to the
 * project speaks for all. Then what is worth a word about the file. `total` is how many entries it has: throws `Malformed` in
 * the end where those are more than `MAX_ENTRIES`, of which `seen` was made.
 */
function* entriesOf(seen, reached, { path }, lines, total) {
    const at = (place) => ({ path, inside: [], line: lines.lineOf(place) });
    const practices = new Practices();
    let unreadable = 0;
    for (const { each, how } of nearest(seen, reached)) {
        if (!isName(each.name)) {
            if (unreadable++ < MAX_UNREADABLE)
                yield unreadableName(each, at);
            continue;
        }
        const hashes = each.hashes();
        practices.look(each, hashes);
        yield { kind: "package", pkg: lockedPackage(each, hashes, how, at(each.place)) };
        const other = practices.otherwise(each);
        if (other !== undefined)
            yield { kind: "package", pkg: lockedPackage(other, hashes, how, at(each.place)) };
    }
    if (unreadable > MAX_UNREADABLE)
        yield {
            kind: "unreadable",
            at: at(0),
            reason: "malformed",
            detail: `${unreadable} entries have no readable name; the first ${MAX_UNREADABLE} are told`,
        };
    for (const { place, practice } of practices.told())
        yield { kind: "practice", at: at(place), practice };
    if (total > entries_MAX_ENTRIES)
        throw new core_bytes/* Malformed */.sG(`it has more than ${entries_MAX_ENTRIES.toLocaleString("en-US")} entries, and the rest was not read`, 0);
}
function unreadableName({ name, place }, at) {
    const detail = `${JSON.stringify(name.slice(0, 80))} is no name of a package`;
    return { kind: "unreadable", at: at(place), reason: "malformed", detail };
}
function nearest(seen, reached) {
    const best = new Map();
    seen.forEach((each, index) => {
        const how = groupedAs(each, reached[index] ?? {});
        const key = `${each.name}@${each.version ?? ""}\n${each.origin.kind === "registry" ? (each.origin.host ?? "") : each.origin.where}`;
        const before = best.get(key);
        if (before === undefined)
            best.set(key, { each, how });
        else if (rank(how) < rank(before.how))
            Object.assign(before, { each, how });
    });
    return best.values();
}
/** What runs in production counts before what does not, then what is direct, then the shorter path. */
function rank({ direct, via, group }) {
    return (group === undefined ? 0 : 1000) + (direct === true ? 0 : 1 + (via?.length ?? 100));
}
/**
 * The lock's flag, but never `dev` for what production reaches: nothing in a file may talk a package out of it. What is
 * only taken for direct has nothing that is wanted.
 */
function groupedAs({ group: flag, wanted }, { group, ...how }) {
    const isProduction = group === undefined && (how.direct === false || (how.direct === true && wanted !== undefined));
    const told = flag === "dev" && isProduction ? undefined : (flag ?? group);
    return told === undefined ? how : { ...how, group: told };
}
function isName(name) {
    return name !== "" && name.length <= entries_MAX_NAME && !UNNAMED.test(name);
}
function lockedPackage({ name, version, origin, wanted }, hashes, how, at) {
    const exact = version !== undefined && version.length <= entries_MAX_VERSION && EXACT.test(version) ? version : undefined;
    const common = {
        name,
        ...(exact === undefined ? {} : { version: exact }),
        at,
        ...how,
        ...(hashes.length === 0 ? {} : { hashes }),
        ...(wanted === undefined || wanted === "" || how.direct !== true ? {} : { wanted }),
    };
    if (origin.kind === "registry") {
        const { host } = origin;
        return {
            ...common,
            ecosystem: "npm",
            purl: host === undefined ? purlOf("npm", name, exact) : npmPurl(name, exact, { repository_url: host }),
            ...(host === undefined ? {} : { source: { kind: "index", where: host } }),
            ...(exact === undefined ? { unlocked: (version ?? name).slice(0, entries_MAX_VERSION) } : {}),
        };
    }
    const { kind, where } = origin;
    return {
        ...common,
        purl: kind === "local"
            ? purl("generic", undefined, name, exact)
            : npmPurl(name, exact, kind === "vcs" ? { vcs_url: where } : { download_url: where }),
        source: { kind, where },
    };
}
function npmPurl(name, version, qualifiers) {
    const cut = name.lastIndexOf("/");
    const scope = cut < 0 ? undefined : name.slice(0, cut).toLowerCase();
    return purl("npm", scope, name.slice(cut + 1).toLowerCase(), version, qualifiers);
}

;// CONCATENATED MODULE: ./src/lockfiles/npm/integrity.ts
/** Characters of base64 that a digest of each kind has; what has another length is no digest. */
const BYTES = { md5: 16, sha1: 20, sha256: 32, sha384: 48, sha512: 64 };
/** Digests of one package. Real ones have one or two. CWE-770. */
const MAX_DIGESTS = 8;
/** Characters of one such text; eight digests have some 800. CWE-400. */
const MAX_LENGTH = 4096;
/**
 * `sha512:<hex>` for each digest of Subresource Integrity (`sha512-<base64> sha1-<base64>`, https://www.w3.org/TR/SRI/), as
 * npm, yarn, pnpm and bun have it. What is none is left out.
 */
function hashesOf(integrity) {
    if (integrity === undefined || integrity.length > MAX_LENGTH)
        return [];
    const hashes = [];
    const digests = /\s/.test(integrity) ? integrity.split(/\s+/, MAX_DIGESTS) : [integrity];
    for (const each of digests) {
        const cut = each.indexOf("-");
        const algorithm = each.slice(0, Math.max(cut, 0));
        if (!Object.hasOwn(BYTES, algorithm))
            continue;
        const options = each.indexOf("?", cut);
        const bytes = Buffer.from(each.slice(cut + 1, options < 0 ? undefined : options), "base64");
        if (bytes.length === BYTES[algorithm])
            hashes.push(`${algorithm}:${bytes.toString("hex")}`);
    }
    return hashes;
}
/** The SHA-1 that yarn and old npm write behind an address: `...tgz#5608aeadfc00be6c2901df5f9861788de0d597c8`. */
function hashesOfFragment(address) {
    const hex = address === undefined ? undefined : /#([0-9a-f]{40})$/.exec(address)?.[1];
    return hex === undefined ? [] : [`sha1:${hex}`];
}

;// CONCATENATED MODULE: ./src/lockfiles/npm/json-lock.ts


/** Values of one lock; each takes some hundred bytes. The largest real ones (10 MB) have 400,000. CWE-770. */
const MAX_VALUES = 1_000_000;
/** Characters below which a text cannot have so many values that it is worth counting them. */
const SMALL = 4 * 1024 ** 2;
/** The tree of a lock in JSON. Throws `Malformed` with the place in characters, as lockfiles have it; JSON's own is in bytes. */
function jsonLock(text, comments = "no comments") {
    try {
        return comments === "comments" ? (0,json/* parseJsonc */.pX)(text, MAX_VALUES) : (0,json/* parseJson */.qF)(text, MAX_VALUES);
    }
    catch (error) {
        if (!(error instanceof core_bytes/* Malformed */.sG) || error.offset === undefined)
            throw error;
        throw new core_bytes/* Malformed */.sG(error.message, Buffer.from(text).subarray(0, error.offset).toString("utf8").length);
    }
}
/**
 * The same as plain values, five times faster, and exactly what npm reads: of members that stand twice the last one.
 * Throws `Malformed` as `jsonLock` does.
 */
function plainJsonLock(text) {
    if (text.length > SMALL && hasTooMany(text))
        throw new core_bytes/* Malformed */.sG(`it is no lockfile: it has more than ${MAX_VALUES.toLocaleString("en-US")} values`, 0);
    try {
        return JSON.parse(text);
    }
    catch {
        jsonLock(text);
        // Words that Python's reader knows and npm's does not.
        throw new core_bytes/* Malformed */.sG("it is no JSON: NaN or Infinity is in it", 0);
    }
}
function hasTooMany(text) {
    let values = 0;
    for (let at = 0; at < text.length; at++) {
        const code = text.charCodeAt(at);
        if (code === 0x2c || code === 0x5b || code === 0x7b)
            values++;
    }
    return values > MAX_VALUES;
}
function objectIn(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
}
/** An own member that is an object; `__proto__` and the like are no more than names. */
function objectAt(parent, key) {
    return own(parent, key, objectIn);
}
function stringAt(parent, key) {
    return own(parent, key, (value) => (typeof value === "string" ? value : undefined));
}
function isTrueAt(parent, key) {
    return own(parent, key, (value) => (value === true ? value : undefined)) === true;
}
function own(parent, key, as) {
    const object = objectIn(parent);
    return object !== undefined && Object.hasOwn(object, key) ? as(object[key]) : undefined;
}

;// CONCATENATED MODULE: ./src/lockfiles/npm/manifest.ts


/** Sections of a manifest that have dependencies, in the order in which they count. */
const SECTIONS = [
    ["dependencies", undefined],
    ["peerDependencies", undefined],
    ["optionalDependencies", "optional"],
    ["devDependencies", "dev"],
];
/** Values of one package.json; the longest real ones have some thousand. CWE-770. */
const manifest_MAX_VALUES = 200_000;
/** What a `package.json`, or what repeats it in a lockfile, asks for. A range that is no text is empty. */
function wantedBy(manifest) {
    return SECTIONS.flatMap(([section, group]) => (0,json/* membersOf */.lS)((0,json/* member */.Dc)(manifest, section)).map(({ key, value }) => ({
        name: key,
        range: (0,json/* stringOf */.Je)(value) ?? "",
        ...(group === undefined ? {} : { group }),
    })));
}
/** The same of plain values. */
function wantedByPlain(manifest) {
    return SECTIONS.flatMap(([section, group]) => {
        const asked = objectAt(manifest, section) ?? {};
        return Object.keys(asked).map((name) => ({
            name,
            range: stringAt(asked, name) ?? "",
            ...(group === undefined ? {} : { group }),
        }));
    });
}
/** Names and ranges of what one package asks for. One pass: locks have many packages. */
function* asksOf(entry, sections) {
    for (const { key, value } of (0,json/* membersOf */.lS)(entry))
        if (sections.includes(key))
            for (const each of (0,json/* membersOf */.lS)(value))
                yield [each.key, (0,json/* stringOf */.Je)(each.value) ?? ""];
}
/**
 * The `package.json` beside a lockfile that does not repeat it, or of a workspace, `directory` being relative to the
 * lockfile. Absent where there is none that can be read.
 */
function projectBeside(context, directory = ".") {
    const found = context.include(directory === "." ? "package.json" : `${directory}/package.json`);
    if ("missing" in found)
        return undefined;
    try {
        const root = (0,json/* parseJson */.qF)(found.text, manifest_MAX_VALUES);
        return { wanted: wantedBy(root), complete: !hasWorkspaces(root) };
    }
    catch {
        // What the lockfile says counts; without the manifest nothing is known to be direct.
        return undefined;
    }
}
function hasWorkspaces(root) {
    const workspaces = (0,json/* member */.Dc)(root, "workspaces");
    return (0,json/* itemsOf */.S3)(workspaces).length > 0 || (0,json/* itemsOf */.S3)((0,json/* member */.Dc)(workspaces, "packages")).length > 0;
}

;// CONCATENATED MODULE: ./src/lockfiles/npm/origin.ts
const REGISTRY = { kind: "registry" };
/** Registries that hold the same packages under the same names, and JSR's for its own scope. */
const DEFAULT_HOSTS = new Set(["registry.npmjs.org", "registry.yarnpkg.com", "npm.jsr.io"]);
/** Hosts whose archives are made from a repository, or put there by people: no registry, whatever their path looks like. */
const CODE_HOSTS = new Set([
    "github.com",
    "codeload.github.com",
    "raw.githubusercontent.com",
    "gitlab.com",
    "bitbucket.org",
    "gist.github.com",
]);
/** Nearly all addresses; a URL need not be made of them. */
const USUAL = /^https:\/\/registry\.(?:npmjs\.org|yarnpkg\.com)\/(?:@[\w.-]+\/)?[\w.-]+\/-\/[\w.-]+\.tgz(?:#[0-9a-f]*)?$/;
const VCS = /^(?:git(?:\+[a-z]+)?:|ssh:|git@|(?:github|gitlab|bitbucket|gist):|hg\+)/i;
const origin_LOCAL = /^(?:(?:file|link|portal|workspace|exec):|\.{1,2}(?:[\\/]|$)|[\\/~]|[a-z]:[\\/])/i;
const WEB = /^https?:\/\//i;
/** `owner/repository#commit`, which npm, yarn and bun take for one of GitHub. */
const SHORTHAND = /^[\w.-]+\/[\w.-]+(?:#[^\s]*)?$/;
/** What an address in a lockfile (`resolved`, a git version, a tarball) points to; without one it is the default registry. */
function originOf(address) {
    if (address === undefined || address === "")
        return REGISTRY;
    if (USUAL.test(address))
        return { kind: "registry", archive: archiveOf(address.slice(address.indexOf("/", 8))) };
    if (origin_LOCAL.test(address))
        return { kind: "local", where: address.replace(/^(?:file|link|portal|workspace):/i, "") };
    if (VCS.test(address) || SHORTHAND.test(address))
        return { kind: "vcs", where: withoutCredentials(address) };
    if (WEB.test(address))
        return originOfUrl(address);
    return REGISTRY;
}
/**
 * The same where the lock says that the package is one of a registry, by its range or its key: then an address of any
 * form is that registry's, and the package is looked up by its name.
 */
function registryAt(address) {
    const origin = originOf(address);
    if (origin.kind !== "url")
        return origin;
    return { kind: "registry", host: /^[a-z]+:\/\/([^/?#]*)/i.exec(origin.where)?.[1] ?? origin.where };
}
/** What is in no registry although its address does not tell where it is: a word of a plugin, an unknown scheme. */
function elsewhere(address) {
    const origin = originOf(address);
    return origin.kind === "registry" && origin.archive === undefined ? { kind: "url", where: address } : origin;
}
/** Whether a range asks for something that is not in a registry: an address, a path, a repository. */
function origin_isElsewhere(range) {
    return originOf(range).kind !== "registry" || WEB.test(range);
}
/** Without the user, the password, and the query, where tokens stand; `git@` says nothing of anybody. */
function withoutCredentials(address) {
    const plain = address.replace(/^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*)@/i, (_, scheme, user) => user === "git" ? `${scheme}git@` : scheme);
    return plain.replace(/\?[^#]*/, "");
}
function originOfUrl(address) {
    const where = withoutCredentials(address);
    let url;
    try {
        url = new URL(where);
    }
    catch {
        return { kind: "url", where };
    }
    const path = url.pathname;
    if (DEFAULT_HOSTS.has(url.hostname)) {
        const archive = archiveOf(path);
        return archive === undefined ? REGISTRY : { kind: "registry", archive };
    }
    if (/\.git$/.test(path) || url.hostname === "codeload.github.com")
        return { kind: "vcs", where };
    const isApi = url.hostname === "gitlab.com" && path.startsWith("/api/v4/");
    if (CODE_HOSTS.has(url.hostname) && !isApi)
        return { kind: "url", where };
    // `/name/-/name-1.0.0.tgz` is npm's own form, which nearly all registries keep; GitHub's and China's have `/download/`.
    const isRegistry = /\/-\/(?!archive\/)|\/download\/|\/npm\//.test(path);
    return isRegistry ? { kind: "registry", host: url.host } : { kind: "url", where };
}
/** `/@scope/name/-/name-1.2.3.tgz`, the form of npm's registry; JSR's (`/~/11/@jsr/a__b/1.0.0.tgz`) is not read. */
function archiveOf(path) {
    const cut = path.indexOf("/-/");
    const end = path.lastIndexOf(".tgz");
    if (cut < 1 || end < cut)
        return undefined;
    const name = decoded(path.slice(1, cut));
    const file = decoded(path.slice(cut + 3, end));
    const base = name.slice(name.indexOf("/") + 1);
    const bare = file.slice(file.lastIndexOf("/") + 1);
    // A version begins with a digit, behind the name; of a few old packages the file is not called like them.
    const version = bare.startsWith(`${base}-`) ? bare.slice(base.length + 1) : "";
    return name === "" ? undefined : { name, version };
}
function decoded(text) {
    if (!text.includes("%"))
        return text;
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}

;// CONCATENATED MODULE: ./src/lockfiles/npm/tree.ts
/**
 * Directories that are looked through on the way up. Real trees are some ten deep; without a limit a chain of n directories
 * costs n\u00b2 / 2 steps. What lies further away is taken from the root. CWE-407.
 */
const MAX_LEVELS = 64;
/** The project's own directory. */
const TOP = -1;
/**
 * Packages as they lie in `node_modules` inside each other, and which of them a `require` of another one finds: the own
 * directory first, then those above (https://nodejs.org/api/modules.html#loading-from-node_modules-folders).
 */
class NodeTree {
    /** By number; `TOP` and gaps have none. */
    parents = [];
    /** What lies in each directory, by its number and one more, so that `TOP` has a place too. */
    inside = [];
    /** `node` lies in the `node_modules` of `parent` under the name `folder`. */
    add(node, parent, folder) {
        this.parents[node] = parent;
        const here = this.inside[parent + 1];
        if (here === undefined)
            this.inside[parent + 1] = new Map([[folder, node]]);
        else
            here.set(folder, node);
    }
    find(from, folder) {
        let at = from;
        for (let level = 0; level < MAX_LEVELS && at !== TOP; level++) {
            const found = this.inside[at + 1]?.get(folder);
            if (found !== undefined)
                return found;
            at = this.parents[at] ?? TOP;
        }
        return this.inside[TOP + 1]?.get(folder);
    }
}

;// CONCATENATED MODULE: ./src/lockfiles/bun-lock.ts











const ASKS = ["dependencies", "optionalDependencies", "peerDependencies"];
const BINARY = "bun.lockb";
/** The lock of Bun, as text (https://bun.com/docs/pm/lockfile). The binary one is claimed to say that it is not read. */
const bunLock = {
    id: "bun-lock",
    title: "bun.lock of Bun",
    claims: (path) => ["bun.lock", BINARY].includes(baseName(path)),
    *parse(text, context) {
        if (baseName(context.path) === BINARY)
            throw new core_bytes/* Unsupported */.O0("the binary lockfile of Bun is not read; `bun install --save-text-lockfile --frozen-lockfile --lockfile-only` writes bun.lock, and then remove this one");
        const root = jsonLock(text, "comments");
        checkVersion(root);
        const members = (0,json/* membersOf */.lS)((0,json/* member */.Dc)(root, "packages"));
        const { seen, graph } = packagesOf(members.slice(0, entries_MAX_ENTRIES), (0,json/* membersOf */.lS)((0,json/* member */.Dc)(root, "workspaces")));
        yield* entriesOf(seen, reachPackages(graph), context, new syntax_lines/* Lines */.q(text), members.length);
    },
    upgrade: ({ name, version }) => (isSafeToType(name, version) ? `bun update ${name}` : undefined),
};
function checkVersion(root) {
    const version = (0,json/* member */.Dc)(root, "lockfileVersion");
    if (version === undefined)
        throw new core_bytes/* Malformed */.sG("it is no lockfile of Bun: it has no lockfileVersion", root.start);
    if (version.kind !== "scalar" || (version.value !== 0 && version.value !== 1))
        throw new core_bytes/* Unsupported */.O0(`lockfileVersion ${version.kind === "scalar" ? JSON.stringify(version.value) : "?"} of Bun is not read; versions 0 and 1 are`);
    for (const key of ["packages", "workspaces"]) {
        const section = (0,json/* member */.Dc)(root, key);
        if (section !== undefined && section.kind !== "object")
            throw new core_bytes/* Malformed */.sG(`it is no lockfile of Bun: its ${key} are no object`, section.start);
    }
}
function packagesOf(members, projects) {
    const entries = members.map(bun_lock_entryOf);
    const tree = treeOf(entries);
    const workspaces = new Map(projects.map(({ key, value }) => [key, value]));
    const { roots, ranges } = rootsOf(entries, workspaces, tree);
    const places = new Map();
    const seen = [];
    const numbers = [];
    entries.forEach((entry, number) => {
        if (/^(?:workspace|root):/.test(entry.reference))
            return;
        const wanted = ranges.get(number);
        places.set(number, seen.push({ ...seenOf(entry), ...(wanted === undefined ? {} : { wanted }) }) - 1);
        numbers.push(number);
    });
    const graph = {
        size: seen.length,
        name: (place) => seen[place].name,
        *asks(place) {
            const number = numbers[place];
            for (const [name] of asksOf(factsOf(entries[number]), ASKS)) {
                const found = places.get(tree.find(number, name) ?? TOP);
                if (found !== undefined)
                    yield found;
            }
        },
        roots: roots.flatMap(({ node, ...rest }) => {
            const found = places.get(node);
            return found === undefined ? [] : [{ node: found, ...rest }];
        }),
    };
    return { seen, graph };
}
/** `"key": ["name@1.2.3", registry, {...}, integrity]`; what is no such list has the key for a name and no version. */
function bun_lock_entryOf(each) {
    const text = (0,json/* stringOf */.Je)((0,json/* itemsOf */.S3)(each.value)[0]) ?? "";
    const cut = text.indexOf("@", 1);
    return cut < 0
        ? { member: each, name: text === "" ? each.key : text, reference: "" }
        : { member: each, name: text.slice(0, cut), reference: text.slice(cut + 1) };
}
/** The object of an entry, wherever it stands: its place depends on the kind of the source. */
function factsOf({ member: { value } }) {
    return (0,json/* itemsOf */.S3)(value).find(({ kind }) => kind === "object");
}
/** Keys are paths of names: `inner/debug/ms` lies in `inner/debug`; a scope and its name are one. */
function treeOf(entries) {
    const byKey = new Map(entries.map(({ member: { key } }, number) => [key, number]));
    const tree = new NodeTree();
    entries.forEach(({ member: { key } }, number) => {
        const last = key.lastIndexOf("/");
        const scope = key.lastIndexOf("/", last - 1);
        const isScoped = last > 0 && key[scope + 1] === "@";
        const cut = isScoped ? scope : last;
        tree.add(number, cut < 0 ? TOP : (byKey.get(key.slice(0, cut)) ?? TOP), key.slice(cut + 1));
    });
    return tree;
}
function rootsOf(entries, workspaces, tree) {
    const places = new Map();
    entries.forEach(({ reference }, number) => {
        if (reference.startsWith("workspace:"))
            places.set(reference.slice("workspace:".length), number);
    });
    const roots = [];
    const ranges = new Map();
    for (const [path, manifest] of workspaces)
        for (const { name, range, group } of wantedBy(manifest)) {
            const node = tree.find(places.get(path) ?? TOP, name);
            if (node === undefined)
                continue;
            roots.push({ node, ...(group === undefined ? {} : { group }) });
            if (!ranges.has(node))
                ranges.set(node, range);
        }
    return { roots, ranges };
}
function seenOf(entry) {
    const { member: each, name, reference } = entry;
    const items = (0,json/* itemsOf */.S3)(each.value);
    const last = (0,json/* stringOf */.Je)(items.at(-1));
    const hashes = () => (items.length > 1 ? hashesOf(last) : []);
    if (reference === "" || /^\d+\.\d+\.\d+/.test(reference)) {
        const version = reference === "" ? undefined : reference;
        return { name, version, place: each.at, origin: registryAt((0,json/* stringOf */.Je)(items[1])), hashes };
    }
    const origin = elsewhere(reference);
    const archive = origin.kind === "registry" ? origin.archive : undefined;
    return { name: archive?.name ?? name, version: archive?.version, place: each.at, origin, hashes };
}

;// CONCATENATED MODULE: ./src/syntax/toml-survey.ts

/**
 * What the parts of a text cost in bytes once smol-toml 1.9 has read them, measured with Node 24: two tables and their
 * bookkeeping for each key outside of inline tables, a piece for each escape. A text of 32 MiB made of `a.` would take 7 GB,
 * and 25 s.
 */
const COST = {
    header: 500,
    dot: 450,
    key: 525,
    inlineKey: 60,
    table: 240,
    array: 90,
    comma: 35,
    line: 35,
    escape: 40,
    /** `-` and `:`, of which a date or time has two. */
    time: 60,
};
/** Bytes that one text may cost. A `uv.lock` of 550 kB, with 2,200 files of packages, costs 2 million. CWE-770. */
const MAX_COST = 256 * 1024 ** 2;
/**
 * A look over a TOML text before it is parsed: what it will cost, and where the tables of arrays begin. It tells strings,
 * comments and brackets apart as the parser does, so it is right wherever the parser takes the text. Linear. Throws `Malformed`
 * with the place where the cost gets too high.
 */
function surveyToml(text) {
    const surveyor = new Surveyor(text);
    surveyor.run();
    return surveyor;
}
const [TAB, LINE, RETURN, SPACE] = [0x09, 0x0a, 0x0d, 0x20];
const [QUOTE, HASH, APOSTROPHE, COMMA, DASH, DOT, COLON, EQUALS] = [0x22, 0x23, 0x27, 0x2c, 0x2d, 0x2e, 0x3a, 0x3d];
const [OPEN, ESCAPE, CLOSE, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5c, 0x5d, 0x7b, 0x7d];
class Surveyor {
    text;
    tables = [];
    at = 0;
    cost = 0;
    /** Brackets and braces that are open. */
    depth = 0;
    /** Nothing but space stands before this place in its line, and no bracket is open. */
    fresh = true;
    /** Where the statement of this line begins, and its key while no header has been seen. */
    start = 0;
    key;
    inTable = false;
    constructor(text) {
        this.text = text;
    }
    run() {
        for (; this.at < this.text.length; this.at++) {
            const code = this.text.charCodeAt(this.at);
            if (code === SPACE || code === TAB || code === RETURN)
                continue;
            if (code === LINE) {
                this.pay(COST.line);
                if (this.depth === 0)
                    this.fresh = true;
                continue;
            }
            if (this.fresh && code !== HASH) {
                this.fresh = false;
                this.start = this.at;
                if (code === OPEN) {
                    this.header();
                    continue;
                }
            }
            this.part(code);
        }
    }
    part(code) {
        if (code === QUOTE || code === APOSTROPHE)
            this.string(code);
        else if (code === HASH)
            this.toLineEnd();
        else if (code === DOT)
            this.pay(COST.dot);
        else if (code === COMMA)
            this.pay(COST.comma);
        else if (code === DASH || code === COLON)
            this.pay(COST.time);
        else if (code === EQUALS)
            this.equals();
        else if (code === OPEN || code === OPEN_BRACE)
            this.open(code);
        else if (code === CLOSE || code === CLOSE_BRACE)
            this.depth = Math.max(0, this.depth - 1);
    }
    /** From `[`, or `[[`, to the `]` that ends the key. */
    header() {
        this.pay(COST.header);
        this.inTable = true;
        const ofArray = this.text.charCodeAt(this.at + 1) === OPEN;
        const from = this.at + (ofArray ? 2 : 1);
        for (this.at = from; this.at < this.text.length; this.at++) {
            const code = this.text.charCodeAt(this.at);
            if (code === LINE)
                return void this.at--;
            if (code === CLOSE)
                break;
            if (code === DOT)
                this.pay(COST.dot);
            else if (code === QUOTE || code === APOSTROPHE)
                this.string(code);
        }
        if (!ofArray)
            return;
        this.tables.push({ key: this.text.slice(from, this.at), at: this.start });
        this.at++;
    }
    equals() {
        this.pay(this.depth === 0 ? COST.key : COST.inlineKey);
        if (this.depth === 0)
            this.key = this.inTable ? undefined : this.text.slice(this.start, this.at);
    }
    open(code) {
        this.pay(code === OPEN ? COST.array : COST.table);
        if (code === OPEN_BRACE && this.depth === 1 && this.key !== undefined)
            this.tables.push({ key: this.key, at: this.at });
        this.depth++;
    }
    /** To the last quote of a string. A text that ends before, or a line where it may not, is the parser's to refuse. */
    string(quote) {
        const long = this.text.charCodeAt(this.at + 1) === quote && this.text.charCodeAt(this.at + 2) === quote;
        for (this.at += long ? 3 : 1; this.at < this.text.length; this.at++) {
            const code = this.text.charCodeAt(this.at);
            if (code === ESCAPE && quote === QUOTE) {
                this.pay(COST.escape);
                this.at++;
            }
            else if (code === LINE) {
                if (!long)
                    return void this.at--;
                this.pay(COST.line);
            }
            else if (code === quote) {
                if (!long)
                    return;
                if (this.text.charCodeAt(this.at + 1) === quote && this.text.charCodeAt(this.at + 2) === quote) {
                    this.at += 2;
                    // Up to two quotes before the three that end it are its own.
                    for (let own = 0; own < 2 && this.text.charCodeAt(this.at + 1) === quote; own++)
                        this.at++;
                    return;
                }
            }
        }
    }
    toLineEnd() {
        const end = this.text.indexOf("\n", this.at);
        this.at = (end < 0 ? this.text.length : end) - 1;
    }
    pay(bytes) {
        this.cost += bytes;
        if (this.cost > MAX_COST)
            throw new core_bytes/* Malformed */.sG("it is TOML of more tables and values than are read", this.at);
    }
}

;// CONCATENATED MODULE: ./src/syntax/toml-places.ts


/** Loaded on first use, so that a run without TOML does not pay for it. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
const library = () => __webpack_require__(1891);
/** Arrays and inline tables inside each other; smol-toml recurses. The deepest real lockfiles have four. CWE-674. */
const MAX_DEPTH = 100;
/**
 * A TOML text (https://toml.io/en/v1.0.0, and what 1.1 adds). Throws `Malformed` with the place in characters: where it is no
 * TOML, where a key stands twice, where it would cost too much memory, for whole numbers beyond 2^53.
 */
function parseToml(text) {
    const survey = surveyToml(text);
    const root = toml_places_parsed(text);
    let places;
    return { root, placesOf: (name) => (places ??= placesByName(survey)).get(name) ?? [] };
}
function toml_places_parsed(text) {
    try {
        return library().parse(text, { maxDepth: MAX_DEPTH });
    }
    catch (error) {
        throw refusal(text, error);
    }
}
/** Any error of the library is the text's doing: it has no state and touches nothing else. */
function refusal(text, error) {
    if (!(error instanceof library().TomlError))
        return new core_bytes/* Malformed */.sG("it is no TOML that can be read");
    const [first] = error.message.split("\n", 1);
    const what = first.replace(/^Invalid TOML document: /, "");
    let start = 0;
    for (let line = 1; line < error.line; line++)
        start = text.indexOf("\n", start) + 1;
    return new core_bytes/* Malformed */.sG(`it is no TOML: ${what}`, start + error.column - 1);
}
function placesByName({ tables }) {
    const places = new Map();
    for (const { key, at } of tables) {
        const name = rootKey(key);
        if (name === undefined)
            continue;
        const known = places.get(name);
        if (known === undefined)
            places.set(name, [at]);
        else
            known.push(at);
    }
    return places;
}
/** The name that a key of one part spells: `package`, ` package `, `"package"`, `"pack\u0061ge"`. */
function rootKey(key) {
    const plain = key.trim();
    if (/^[A-Za-z0-9_-]+$/.test(plain))
        return plain;
    if (!/^["']/.test(plain))
        return undefined;
    try {
        const [name, value] = Object.entries(library().parse(`${plain} = 0`))[0] ?? [];
        return value === 0 ? name : undefined;
    }
    catch {
        return undefined;
    }
}
/** The value at a path of keys; `undefined` where there is none, or something else than a table on the way. */
function tomlAt(value, ...path) {
    let at = value;
    for (const key of path)
        at = tomlTable(at)?.[key];
    return at;
}
function tomlTable(value) {
    return typeof value === "object" && !Array.isArray(value) && !(value instanceof Date)
        ? value
        : undefined;
}
/** The items of an array; none of anything else. */
function tomlItems(value) {
    return Array.isArray(value) ? value : [];
}
/** The keys and values of a table; none of anything else. */
function tomlEntries(value) {
    return Object.entries(tomlTable(value) ?? {});
}
function tomlString(value) {
    return typeof value === "string" ? value : undefined;
}

;// CONCATENATED MODULE: ./src/lockfiles/address.ts
/** Parameters of an address that say which revision or part of it is meant; any other one may be a token. */
const KEPT = new Set(["rev", "tag", "branch", "ref", "subdirectory", "egg", "lfs"]);
/** Characters of an address that are kept. CWE-770. */
const MAX_ADDRESS = 2_000;
/**
 * An address without what lets people in: the user and password before `@` (`git@` and `hg@`, which everyone has, stay),
 * and what stands behind `?` unless it names a revision. Paths and what is no address stay as they are. Linear.
 */
function address_withoutCredentials(address) {
    const cut = address.slice(0, MAX_ADDRESS);
    const [scheme = ""] = /^(?:[A-Za-z][A-Za-z0-9+.-]*:[/\\]*|[/\\]{2})/.exec(cut) ?? [];
    const rest = cut.slice(scheme.length);
    const end = rest.search(/[/\\?#]/);
    const authority = end < 0 ? rest : rest.slice(0, end);
    const at = authority.lastIndexOf("@");
    const user = authority.slice(0, Math.max(0, at));
    const host = user === "git" || user === "hg" ? authority : authority.slice(at + 1);
    return `${scheme}${host}${end < 0 ? "" : withoutTokens(rest.slice(end))}`;
}
/** conda's channels take a token as a part of the path: `/t/<token>/channel`. */
const CONDA_TOKEN = /^\/t\/[\w-]{12,200}(?=\/|$)/;
function withoutTokens(whole) {
    const path = whole.replace(CONDA_TOKEN, "");
    const query = path.indexOf("?");
    if (query < 0)
        return path;
    const hash = path.indexOf("#", query);
    const parameters = path.slice(query + 1, hash < 0 ? undefined : hash).split("&");
    const kept = parameters.filter((each) => KEPT.has(each.split("=", 1)[0]));
    return `${path.slice(0, query)}${kept.length === 0 ? "" : `?${kept.join("&")}`}${hash < 0 ? "" : path.slice(hash)}`;
}
/** The lower-case host of an `https` address; `undefined` of anything else. */
function httpsHost(address) {
    const authority = /^https:\/\/([^/\\?#]*)/i.exec(address)?.[1];
    return authority
        ?.slice(authority.lastIndexOf("@") + 1)
        .replace(/:443$/, "")
        .toLowerCase();
}

;// CONCATENATED MODULE: ./src/lockfiles/toml-packages.ts



/** Tables that could not be read, of one file; a reader of lockfiles stops at as many. CWE-770. */
const MAX_PROBLEMS = 1_000;
/** Characters of a name or version. CWE-770. */
const MAX_TEXT = 256;
/** PEP 508, and wide enough for crates. */
const toml_packages_NAME = /^[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?$/;
const CONTROL = /[\u0000-\u001f\u007f]/;
/** The tables of the array `key` at the root, with their lines. Throws `Malformed` where it is no array. */
function lockedTables(document, text, path, key) {
    const value = document.root[key];
    if (value === undefined)
        return { packages: [], problems: [] };
    if (!Array.isArray(value))
        throw new core_bytes/* Malformed */.sG(`\`${key}\` is no array of tables`, document.placesOf(key)[0]);
    const lines = new syntax_lines/* Lines */.q(text);
    const places = document.placesOf(key);
    const packages = [];
    const problems = [];
    value.forEach((item, i) => {
        const at = { path, inside: [], line: lines.lineOf(places[i] ?? places.at(-1) ?? 0) };
        const read = lockedTable(tomlTable(item), at);
        if (typeof read !== "string")
            packages.push(read);
        else if (problems.length < MAX_PROBLEMS)
            problems.push({ kind: "unreadable", at, reason: "malformed", detail: read });
    });
    return { packages, problems };
}
/** In words, why it is none. */
function lockedTable(table, at) {
    if (table === undefined)
        return "an entry among the packages is no table";
    const { name, version } = table;
    if (!isPackageName(name))
        return "a package has no name that could be one";
    if (version === undefined)
        return { name, table, at };
    return isVersionText(version) ? { name, version, table, at } : `the version of ${name} is no text that could be one`;
}
/** Whether this may be the name of a package, of PyPI or crates.io. */
function isPackageName(name) {
    return typeof name === "string" && name.length <= MAX_TEXT && toml_packages_NAME.test(name);
}
/** Whether a text may be a version of some kind. */
function isVersionText(version) {
    return typeof version === "string" && version !== "" && version.length <= MAX_TEXT && !CONTROL.test(version);
}
/** A word where the file's version is one whose meaning is not known; what is known of it is read all the same. */
function* unknownVersion(given, known, path) {
    const text = typeof given === "string" || typeof given === "number" ? String(given).slice(0, MAX_TEXT) : undefined;
    if (given === undefined || (text !== undefined && known.test(text)))
        return;
    const detail = `it is of version ${text ?? "?"} of its format, which is not known; it was read as one that is`;
    yield { kind: "unreadable", at: { path, inside: [], line: 1 }, reason: "unsupported", detail };
}

;// CONCATENATED MODULE: ./src/lockfiles/cargo-lock.ts






/** The index of crates.io as a repository; as a service it is at index.crates.io. */
const CRATES_IO = /^https:\/\/github\.com\/rust-lang\/crates\.io-index\/?$/;
/** `Cargo.lock`, versions 1 to 4 (https://doc.rust-lang.org/cargo/reference/resolver.html, and `[root]` of before 2017). */
const cargoLock = {
    id: "cargo-lock",
    title: "Cargo's lock",
    claims: (path) => /(^|\/)Cargo\.lock$/.test(path),
    parse: cargo_lock_parse,
    upgrade: ({ name, version }) => /^[0-9A-Za-z.+-]+$/.test(version) ? `cargo update -p ${name} --precise ${version}` : undefined,
};
function* cargo_lock_parse(text, context) {
    const document = parseToml(text);
    const { root } = document;
    if (root["package"] === undefined && root["version"] === undefined && root["root"] === undefined)
        throw new core_bytes/* Malformed */.sG("it has neither packages nor a version", 0);
    yield* unknownVersion(root["version"], /^[1-4]$/, context.path);
    const { packages, problems } = lockedTables(document, text, context.path, "package");
    yield* problems;
    const reached = reachCrates(packages, tomlAt(root, "root", "dependencies"));
    const checksums = checksumsOf(root);
    const indexes = new Set();
    for (const [i, { name, version, table, at }] of packages.entries()) {
        const address = tomlString(table["source"]);
        if (address === undefined)
            continue;
        const source = sourceOf(address);
        if (source?.kind === "index" && !indexes.has(source.where)) {
            indexes.add(source.where);
            const detail = "crates are taken from a registry that is not crates.io";
            yield { kind: "practice", at, practice: { kind: "other-index", what: source.where, detail } };
        }
        const checksum = tomlString(table["checksum"]) ?? checksums.get(`${name} ${version} (${address})`);
        yield { kind: "package", pkg: crate({ name, version, at }, source, checksum, reached[i]) };
    }
}
function crate({ name, version, at }, source, checksum, reached) {
    const fromIndex = source === undefined || source.kind === "index";
    return {
        name,
        ...(version === undefined ? {} : { version }),
        ...(fromIndex ? { ecosystem: "crates.io" } : {}),
        purl: fromIndex
            ? purlOf("crates.io", name, version)
            : purl("cargo", undefined, name, version, source.kind === "vcs" ? { vcs_url: source.where } : {}),
        at,
        ...reached,
        ...(checksum === undefined ? {} : { hashes: [`sha256:${checksum}`] }),
        ...(source === undefined ? {} : { source }),
        ...(fromIndex && version === undefined ? { unlocked: name } : {}),
    };
}
/** None for crates.io. */
function sourceOf(text) {
    const plus = text.indexOf("+");
    const [kind, address] = [text.slice(0, Math.max(0, plus)), text.slice(plus + 1)];
    if (kind === "git")
        return { kind: "vcs", where: `git+${address_withoutCredentials(address)}` };
    if (kind !== "registry" && kind !== "sparse")
        return { kind: "local", where: address_withoutCredentials(address) };
    if (CRATES_IO.test(address) || httpsHost(address) === "index.crates.io")
        return undefined;
    return { kind: "index", where: address_withoutCredentials(address) };
}
/** Direct is what the packages without a source ask for: those of the workspace, and path dependencies. */
function reachCrates(packages, rootAsks) {
    const places = new Map();
    const add = (key, node) => {
        const known = places.get(key);
        if (known === undefined)
            places.set(key, [node]);
        else
            known.push(node);
    };
    packages.forEach(({ name, version = "", table }, node) => {
        add(name, node);
        add(`${name} ${version}`, node);
        add(`${name} ${version} (${withoutRevision(tomlString(table["source"]) ?? "")})`, node);
    });
    const find = function* (items) {
        for (const item of tomlItems(items))
            if (typeof item === "string")
                yield* places.get(item) ?? places.get(withoutRevision(item)) ?? [];
    };
    const isOwn = ({ table }) => table["source"] === undefined;
    const asked = [...packages.filter(isOwn).map(({ table }) => table["dependencies"]), rootAsks];
    const roots = function* () {
        for (const items of asked)
            for (const node of find(items))
                yield { node };
    };
    return reachPackages({
        size: packages.length,
        name: (node) => packages[node].name,
        asks: (node) => (isOwn(packages[node]) ? [] : find(packages[node].table["dependencies"])),
        roots: roots(),
        complete: asked.some((items) => tomlItems(items).length > 0),
    });
}
/** A dependency names a repository without the commit that its package has. */
function withoutRevision(text) {
    return text.replace(/#[^#()]*(\)?)$/, "$1");
}
/** `[metadata]` of version 1: `"checksum name version (source)" = "hex"`. */
function checksumsOf(root) {
    return new Map(tomlEntries(root["metadata"]).flatMap(([key, value]) => key.startsWith("checksum ") && typeof value === "string" && value !== "<none>"
        ? [[key.slice("checksum ".length), value]]
        : []));
}

;// CONCATENATED MODULE: ./src/lockfiles/composer-lock.ts






/** Values of one text. The largest real ones have some hundred thousand. CWE-770. */
const composer_lock_MAX_VALUES = 2_000_000;
/** A version that follows a branch: `dev-master`, `2.x-dev` (https://getcomposer.org/doc/articles/versions.md). */
const composer_lock_BRANCH = /^dev-|[-.]dev$/i;
/**
 * composer.lock (https://getcomposer.org/doc/01-basic-usage.md). Versions stay as the tag spells them (`v5.4.0`), because OSV's
 * lists of Packagist versions have the same spelling. What follows a branch is no version: it is locked to a commit.
 */
const composerLock = {
    id: "composer-lock",
    title: "Composer (composer.lock)",
    claims: (path) => /(?:^|\/)composer\.lock$/.test(path),
    parse: parseComposer,
    upgrade: ({ name, direct }) => direct === undefined || direct === name
        ? `composer update ${name} --with-dependencies`
        : `composer update ${direct} ${name} --with-dependencies`,
};
function* parseComposer(text, context) {
    const root = (0,json/* parseJson */.qF)(text, composer_lock_MAX_VALUES);
    if (root.kind !== "object")
        throw new core_bytes/* Malformed */.sG("it is no composer.lock: it is no object", 0);
    const lines = new syntax_lines/* Lines */.q(text);
    const entries = [];
    for (const key of ["packages", "packages-dev"])
        for (const node of (0,json/* itemsOf */.S3)((0,json/* member */.Dc)(root, key))) {
            const name = (0,json/* stringOf */.Je)((0,json/* member */.Dc)(node, "name"));
            if (name !== undefined && (0,json/* stringOf */.Je)((0,json/* member */.Dc)(node, "version")) !== undefined)
                entries.push({ node, name, dev: key === "packages-dev" });
            else {
                const at = { path: context.path, inside: [], line: lines.lineOf(node.start) };
                yield { kind: "unreadable", at, reason: "malformed", detail: "a package without a name or version" };
            }
        }
    const reached = reachOf(entries, rootsBeside(context));
    for (const [number, entry] of entries.entries()) {
        const at = { path: context.path, inside: [], line: lines.lineOf(entry.node.start) };
        yield {
            kind: "package",
            pkg: { ...packageOf(entry), at, ...reached?.[number], ...(entry.dev ? { group: "dev" } : {}) },
        };
    }
}
function packageOf({ node, name }) {
    const version = (0,json/* stringOf */.Je)((0,json/* member */.Dc)(node, "version"));
    const branch = composer_lock_BRANCH.test(version);
    const source = composer_lock_sourceOf(node, branch);
    const shasum = (0,json/* stringOf */.Je)((0,json/* member */.Dc)(node, "dist", "shasum"));
    return {
        name,
        ...(branch ? { unlocked: version } : { version }),
        ...(source?.kind === "local" ? {} : { ecosystem: "Packagist" }),
        purl: purlOf("Packagist", name, version),
        ...(shasum === undefined || shasum === "" ? {} : { hashes: [`sha1:${shasum}`] }),
        ...(source === undefined ? {} : { source }),
    };
}
/** Packagist serves addresses of version control, so that only a branch or a directory makes a difference. */
function composer_lock_sourceOf(node, branch) {
    const dist = (0,json/* stringOf */.Je)((0,json/* member */.Dc)(node, "dist", "url"));
    if ((0,json/* stringOf */.Je)((0,json/* member */.Dc)(node, "dist", "type")) === "path")
        return { kind: "local", where: dist ?? "" };
    if (!branch)
        return undefined;
    const url = (0,json/* stringOf */.Je)((0,json/* member */.Dc)(node, "source", "url")) ?? dist ?? "";
    const reference = (0,json/* stringOf */.Je)((0,json/* member */.Dc)(node, "source", "reference")) ?? (0,json/* stringOf */.Je)((0,json/* member */.Dc)(node, "dist", "reference"));
    return { kind: "vcs", where: `${address_withoutCredentials(url)}${reference === undefined ? "" : `@${reference}`}` };
}
/** What composer.json asks for; undefined where it is not there or cannot be read. */
function rootsBeside(context) {
    if (!context.siblings().includes("composer.json"))
        return undefined;
    const manifest = context.include("composer.json");
    if (!("text" in manifest))
        return undefined;
    try {
        const root = (0,json/* parseJson */.qF)(manifest.text, composer_lock_MAX_VALUES);
        const names = (key) => (0,json/* membersOf */.lS)((0,json/* member */.Dc)(root, key)).map((each) => each.key.toLowerCase());
        return new Map([
            ...names("require-dev").map((name) => [name, "dev"]),
            ...names("require").map((name) => [name, undefined]),
        ]);
    }
    catch (error) {
        if (error instanceof core_bytes/* Malformed */.sG)
            return undefined;
        throw error;
    }
}
function reachOf(entries, asked) {
    if (asked === undefined)
        return undefined;
    const numbers = new Map();
    entries.forEach(({ name }, number) => numbers.set(name.toLowerCase(), number));
    const roots = [];
    for (const [name, group] of asked) {
        const node = numbers.get(name);
        if (node !== undefined)
            roots.push({ node, ...(group === undefined ? {} : { group }) });
    }
    return reachPackages({
        size: entries.length,
        name: (number) => entries[number].name,
        *asks(number) {
            for (const { key } of (0,json/* membersOf */.lS)((0,json/* member */.Dc)(entries[number].node, "require"))) {
                const next = numbers.get(key.toLowerCase());
                if (next !== undefined)
                    yield next;
            }
        },
        roots,
    });
}

// EXTERNAL MODULE: ./src/syntax/yaml-places.ts
var yaml_places = __webpack_require__(9753);
;// CONCATENATED MODULE: ./src/lockfiles/conda-spec.ts


/** Characters of a specification; names and versions have some ten. CWE-400. */
const MAX_SPEC = 1000;
const conda_spec_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]*/;
const conda_spec_EXACT = /^[A-Za-z0-9_.!+-]+$/;
/**
 * A match specification: `channel::name=1.2=build`, `name ==1.2`, `name 1.2 build`, `name[version=1.2]`
 * (https://docs.conda.io/projects/conda/en/stable/user-guide/concepts/pkg-search.html). `name=1.2` is any 1.2.x. Undefined where it is none.
 */
function parseCondaSpec(text) {
    if (text.length > MAX_SPEC)
        return undefined;
    const bare = text.split(/\s#/, 1)[0].trim();
    if (/^(?:https?|file):\/\//.test(bare) && !bare.includes("::"))
        return parseCondaUrl(bare);
    const bracket = bare.endsWith("]") ? bare.indexOf("[") : -1;
    const keys = bracket < 0 ? new Map() : keysOf(bare.slice(bracket + 1, -1));
    const main = bracket < 0 ? bare : bare.slice(0, bracket);
    const separator = main.lastIndexOf("::");
    const [channel, subdir] = channelOf(keys.get("channel") ?? (separator < 0 ? "" : main.slice(0, separator)));
    const spec = separator < 0 ? main : main.slice(separator + 2);
    const name = conda_spec_NAME.exec(spec.trim())?.[0];
    if (name === undefined)
        return undefined;
    const behind = spec.trim().slice(name.length);
    if (!/^(?:[\s=<>!~]|$)/.test(behind))
        return undefined;
    const { version, build, versions } = versionOf(keys.get("version") ?? behind, keys.get("build"));
    return {
        name,
        versions,
        ...(version === undefined ? {} : { version }),
        ...(build === undefined ? {} : { build }),
        ...(channel === undefined ? {} : { channel }),
        ...(subdir === undefined ? {} : { subdir }),
    };
}
/** `=1.2` is fuzzy, `==1.2` and ` 1.2` are exact; with a build behind it, so is `=1.2`. */
function versionOf(behind, given) {
    const versions = behind.trim();
    const [, operator = "", version = "", build = given] = /^(==?|)\s*([^\s=<>!~|,]+)(?:[\s=]+([^\s=<>!~|,]+))?$/.exec(versions) ?? [];
    const fuzzy = operator === "=" && build === undefined;
    const wanted = build === undefined || build === "*" ? {} : { build };
    return conda_spec_EXACT.test(version) && !fuzzy ? { version, ...wanted, versions } : { ...wanted, versions };
}
/** `version='1.2', build=py_0`. */
function keysOf(text) {
    const pairs = text.matchAll(/([a-z_0-9]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^,\s]+))/g);
    return new Map([...pairs].map(([, key, double, single, plain]) => [key, double ?? single ?? plain ?? ""]));
}
/** `conda-forge/linux-64` in two; the namespace of `channel:namespace:name` is empty in practice. */
function channelOf(text) {
    const clean = address_withoutCredentials(text.trim());
    const subdir = /\/((?:linux|osx|win|emscripten|wasi|freebsd|zos)-[a-z0-9_]+|noarch)$/.exec(clean)?.[1];
    const channel = subdir === undefined ? clean : clean.slice(0, -subdir.length - 1);
    return [channel === "" ? undefined : channel, subdir];
}
/** The address of a package's file: `https://host/channel/subdir/name-version-build.conda#md5`. Undefined where it is none. */
function parseCondaUrl(url) {
    if (url.length > MAX_SPEC)
        return undefined;
    const [address = "", hash = ""] = url.split("#", 2);
    const clean = address_withoutCredentials(address);
    const [, place, file = "", type] = /^(.*)\/([^/]+)\.(conda|tar\.bz2)$/.exec(clean) ?? [];
    if (place === undefined)
        return undefined;
    const parts = conda_spec_decoded(file).split("-");
    const [version, build] = parts.slice(-2);
    const name = parts.slice(0, -2).join("-");
    if (!conda_spec_NAME.test(name) || !conda_spec_EXACT.test(version))
        return undefined;
    const [channel, subdir] = channelOf(place);
    const hex = /^(?:sha256:|md5:)?([0-9a-f]{32}|[0-9a-f]{64})$/i.exec(hash)?.[1]?.toLowerCase();
    return {
        name,
        version: version,
        build: build,
        versions: `==${version}`,
        type: type,
        ...(channel === undefined ? {} : { channel: channel.replace(/^https:\/\/conda\.anaconda\.org\//, "") }),
        ...(subdir === undefined ? {} : { subdir }),
        ...(hex === undefined ? {} : { hashes: [`${hex.length === 32 ? "md5" : "sha256"}:${hex}`] }),
    };
}
function conda_spec_decoded(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}
/** A package of a conda channel, for which OSV has no ecosystem. `channel`: where it comes from if it does not say so itself. */
function condaPackage(spec, at, channel) {
    const { name, version, build, subdir, hashes, type, versions } = spec;
    const where = spec.channel ?? channel;
    return {
        name,
        ...(version === undefined ? { unlocked: versions === "" ? name : versions } : { version }),
        purl: purl("conda", undefined, name.toLowerCase(), version, { build, channel: where, subdir, type }),
        at,
        ...(hashes === undefined ? {} : { hashes }),
        ...(where === undefined ? {} : { source: { kind: "channel", where } }),
    };
}

;// CONCATENATED MODULE: ./src/lockfiles/pep508.ts
/** Characters of a name. The longest on PyPI has some 120. CWE-400. */
const pep508_MAX_NAME = 256;
/** Characters of one version. CWE-400. */
const pep508_MAX_VERSION = 256;
/** Extras of one line. CWE-770. */
const MAX_EXTRAS = 1000;
const pep508_NAME = /[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?/y;
const EXTRAS = /\[([A-Za-z0-9._,\t -]*)\]/y;
const pep508_SPACE = /[ \t]*/y;
/** Letters of versions, and of what stands for one: `2.*`, `${VERSION}`. */
const CLAUSE = /(===|==|~=|!=|<=|>=|<|>)[ \t]*([A-Za-z0-9_.!+*${}-]+)/y;
const URL_TEXT = /[^ \t]+/y;
/** PEP 440, appendix B, as one pattern that never looks back. */
const pep508_VERSION = /^v?(?:\d+!)?\d+(?:\.\d+)*(?:[-_.]?(?:alpha|a|beta|b|preview|pre|c|rc)(?:[-_.]?\d+)?)?(?:-\d+|[-_.]?(?:post|rev|r)(?:[-_.]?\d+)?)?(?:[-_.]?dev(?:[-_.]?\d+)?)?(?:\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?$/i;
/** Whether PEP 440 allows this version. */
function isVersion(text) {
    return text.length <= pep508_MAX_VERSION && pep508_VERSION.test(text);
}
/** Undefined where the text is no dependency. The marker is taken as it stands, and not checked. */
function parseRequirement(text) {
    const scan = new Scanner(text);
    scan.take(pep508_SPACE);
    const name = scan.take(pep508_NAME)?.[0];
    if (name === undefined || name.length > pep508_MAX_NAME)
        return undefined;
    scan.take(pep508_SPACE);
    const extras = list(scan.take(EXTRAS)?.[1] ?? "");
    if (extras.length > MAX_EXTRAS)
        return undefined;
    scan.take(pep508_SPACE);
    if (scan.takes("@"))
        return direct(scan, name, extras);
    const specifier = clauses(scan);
    if (specifier === undefined)
        return undefined;
    return ending(scan, { name, extras, specifier });
}
/** `name @ address ; marker`: a space ends the address. */
function direct(scan, name, extras) {
    scan.take(pep508_SPACE);
    const url = scan.take(URL_TEXT)?.[0];
    return url === undefined ? undefined : ending(scan, { name, extras, specifier: "", url });
}
function ending(scan, read) {
    scan.take(pep508_SPACE);
    if (scan.ended())
        return read;
    if (!scan.takes(";"))
        return undefined;
    const marker = scan.rest().trim();
    // pip takes `name ;` as well.
    return marker === "" ? read : { ...read, marker };
}
function list(text) {
    return text
        .split(",")
        .map((each) => each.trim())
        .filter((each) => each !== "");
}
/** `(>=1, <2)` or without the brackets. */
function clauses(scan) {
    const bracket = scan.takes("(");
    const found = [];
    for (;;) {
        scan.take(pep508_SPACE);
        const clause = scan.take(CLAUSE);
        if (clause === undefined)
            break;
        found.push(`${clause[1]}${clause[2]}`);
        scan.take(pep508_SPACE);
        if (!scan.takes(","))
            break;
    }
    scan.take(pep508_SPACE);
    if (bracket && !scan.takes(")"))
        return undefined;
    return found.join(",");
}
/** The only version that a specifier allows: `==2.1`, `===2.1`. Not `==2.*`, and not two that contradict each other. */
function exactVersion(specifier) {
    const pins = new Set();
    for (const clause of specifier.split(",")) {
        const pin = /^===?(?!=)(.*)$/s.exec(clause)?.[1];
        if (pin !== undefined && isVersion(pin))
            pins.add(pin);
    }
    return pins.size === 1 ? [...pins][0] : undefined;
}
/** Takes patterns (sticky ones) one after the other. */
class Scanner {
    text;
    at = 0;
    constructor(text) {
        this.text = text;
    }
    take(pattern) {
        pattern.lastIndex = this.at;
        const match = pattern.exec(this.text);
        if (match === null)
            return undefined;
        this.at = pattern.lastIndex;
        return match;
    }
    takes(char) {
        if (!this.text.startsWith(char, this.at))
            return false;
        this.at += char.length;
        return true;
    }
    ended() {
        return this.at >= this.text.length;
    }
    rest() {
        return this.text.slice(this.at);
    }
}

;// CONCATENATED MODULE: ./src/lockfiles/python-address.ts



/** Characters of a fragment that are looked at. CWE-400. */
const MAX_FRAGMENT = 2048;
/** Characters of a name that is only a guess. CWE-400. */
const MAX_GUESS = 100;
const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):/;
const python_address_WEB = new Set(["http", "https", "ftp", "file"]);
const REPOSITORIES = new Set(["git", "hg", "bzr", "svn", "ssh", "sftp"]);
const ARCHIVE = /\.(?:whl|zip|tar\.(?:gz|bz2|xz|lz|lzma)|tgz|tbz|txz|tlz|tar)$/i;
const FULL_COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i;
/** The scheme of what pip takes for an address; undefined for names and paths. */
function schemeOf(text) {
    const scheme = SCHEME.exec(text.slice(0, 40))?.[1]?.toLowerCase();
    if (scheme === undefined)
        return undefined;
    return python_address_WEB.has(scheme) || REPOSITORIES.has(scheme.split("+", 1)[0]) ? scheme : undefined;
}
/** Whether pip takes a line for a path: a slash, a dot in front, or the name of an archive. */
function looksLikePath(text) {
    return text.startsWith(".") || text.includes("/") || ARCHIVE.test(text.slice(-20));
}
/** Reads an address or a path; never fails, since anything may be a path. */
function readAddress(text) {
    const [location, fragment] = cut(text, "#");
    const scheme = schemeOf(text);
    const hashes = [
        ...fragment.slice(0, MAX_FRAGMENT).matchAll(/\b(sha256|sha384|sha512)[=:]([0-9a-f]{64,128})\b/gi),
    ].map(([, algorithm, hex]) => `${algorithm.toLowerCase()}:${hex.toLowerCase()}`);
    const egg = /(?:^|&)egg=([A-Za-z0-9][A-Za-z0-9._-]{0,200})/.exec(fragment)?.[1];
    const wheel = wheelOf(cut(location, "?")[0]);
    const known = { ...(egg === undefined ? {} : { name: egg }), ...wheel, hashes };
    const where = address_withoutCredentials(location.trim());
    if (scheme === undefined || scheme === "file")
        return { ...known, source: { kind: "local", where }, exact: true };
    if (REPOSITORIES.has(scheme.split("+", 1)[0]))
        return { ...known, source: { kind: "vcs", where }, exact: isOneCommit(scheme, location) };
    return { ...known, source: { kind: "url", where }, exact: hashes.length > 0 };
}
/** Whether the address names a revision that nobody can move. */
function isOneCommit(scheme, location) {
    const path = location.slice(location.indexOf("://") + 3).replace(/^[^/]*/, "");
    const at = path.lastIndexOf("@");
    if (at < 0)
        return false;
    const revision = path.slice(at + 1);
    return scheme.startsWith("svn") ? /^\d+$/.test(revision) : FULL_COMMIT.test(revision);
}
/** The name and version in a wheel's file name (https://packaging.python.org/en/latest/specifications/binary-distribution-format/). */
function wheelOf(location) {
    const file = fileOf(location);
    if (!file.toLowerCase().endsWith(".whl"))
        return {};
    const parts = file.slice(0, -4).split("-");
    const version = parts[1]?.replaceAll("_", "-");
    if ((parts.length !== 5 && parts.length !== 6) || !/^[\w.]+$/.test(parts[0]) || !isVersion(version))
        return {};
    return { name: parts[0], version: version };
}
/** The version in the name of an archive of a package whose name is known: `foo-1.2.tar.gz`. */
function archiveVersion(where, name) {
    const file = fileOf(where);
    const ending = ARCHIVE.exec(file.slice(-20))?.[0];
    if (ending === undefined || pypiName(file.slice(0, name.length)) !== pypiName(name))
        return undefined;
    const rest = file.slice(name.length, -ending.length);
    return rest.startsWith("-") && isVersion(rest.slice(1)) ? rest.slice(1) : undefined;
}
/** What to call a package that says no name: the last part of its address, without revision and endings. */
function nameFromAddress(where) {
    const path = where.indexOf("/", where.indexOf("://") + 3);
    const revision = where.includes("://") ? where.lastIndexOf("@") : -1;
    const bare = (path >= 0 && revision > path ? where.slice(0, revision) : where).replace(/[\\/]{1,9}$/, "");
    return (fileOf(bare)
        .replace(/\.git$/, "")
        .slice(0, MAX_GUESS) ||
        where.slice(0, MAX_GUESS) ||
        ".");
}
function fileOf(location) {
    const file = location.slice(location.lastIndexOf("/") + 1).slice(0, 512);
    try {
        return decodeURIComponent(file);
    }
    catch {
        return file;
    }
}
/** Before and behind the first `mark`. */
function cut(text, mark) {
    const at = text.indexOf(mark);
    return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

;// CONCATENATED MODULE: ./src/lockfiles/python-package.ts



/** Characters of what a file says instead of a version. CWE-400. */
const MAX_UNLOCKED = 200;
/** Files of PyPI itself: an address there says no more than the name and the version. */
const PYPI_FILES = "https://files.pythonhosted.org/";
/** The package that a dependency names, of PyPI unless it has an address. */
function python_package_packageOf(requirement, at, around = {}) {
    const { name, specifier, url } = requirement;
    if (url !== undefined)
        return packageAt(readAddress(url), at, around, name);
    const version = exactVersion(specifier);
    return {
        name,
        ...(version === undefined ? { unlocked: (specifier || name).slice(0, MAX_UNLOCKED) } : { version }),
        ecosystem: "PyPI",
        purl: purlOf("PyPI", name, version),
        at,
        ...around,
    };
}
/**
 * The package behind an address. It is one of PyPI where the name of its file says which version, since pip takes it for
 * that; else it has no ecosystem. Where nothing says its name, the name is a guess.
 */
function packageAt(address, at, around, named) {
    const { source } = address;
    const all = [...address.hashes, ...(around.hashes ?? [])];
    const hashes = all.length === 0 ? {} : { hashes: all };
    const exact = address.exact || (source.kind === "url" && all.length > 0);
    const known = named ?? address.name;
    const name = known ?? nameFromAddress(source.where);
    const version = address.version ?? (known !== undefined ? archiveVersion(source.where, known) : undefined);
    if (version !== undefined && source.where.startsWith(PYPI_FILES))
        return { ...python_package_packageOf({ name, extras: [], specifier: `==${version}` }, at, around), ...hashes };
    const place = source.kind === "vcs" ? { vcs_url: source.where } : source.kind === "url" ? { download_url: source.where } : {};
    return {
        name,
        ...(version === undefined ? {} : { version, ecosystem: "PyPI" }),
        purl: known === undefined
            ? purl("generic", undefined, name, undefined, place)
            : purl("pypi", undefined, pypiName(known), version, place),
        at,
        ...around,
        ...hashes,
        source,
        ...(exact ? {} : { unlocked: source.where.slice(0, MAX_UNLOCKED) }),
    };
}

;// CONCATENATED MODULE: ./src/lockfiles/requirements/via.ts


/** Reasons of one package. Real files have some tens. CWE-770. */
const MAX_REASONS = 2000;
/** Collects the comments of one requirement: `via a, b`, or `via` and a line for each. */
class ViaComments {
    open = false;
    reasons;
    /** The next comment in order; those that are not about reasons end the list. */
    add(comment) {
        const via = /^via(?:\s+(.*))?$/s.exec(comment.slice(0, 100_000));
        if (via !== null) {
            this.open = true;
            this.reasons ??= { direct: false, parents: new Set() };
            for (const each of (via[1] ?? "").split(","))
                this.reason(each.trim());
        }
        else if (this.open && comment !== "")
            this.reason(comment);
        else
            this.open = false;
    }
    /** Undefined where the file tells none. */
    get found() {
        return this.reasons;
    }
    reason(text) {
        const reasons = this.reasons;
        if (/^(?:-r|--requirement)\s/.test(text) || /^[\w.-]+(?:\[[^\]]*\])?\s+\([^)]*\)$/.test(text))
            reasons.direct = true;
        else if (/^[A-Za-z0-9][\w.-]*(?:\[[^\]]*\])?$/.test(text) && reasons.parents.size < MAX_REASONS)
            reasons.parents.add(pypiName(text.replace(/\[.*$/, "")));
    }
}
/**
 * How each package comes in, by its name as PyPI compares it. `packages`: all names of the file, with their reasons where it tells
 * them. A parent that is no package of the file is the project itself (`uv export` calls it by its name).
 */
function descentOf(packages) {
    const names = [...packages.keys()];
    const numbers = new Map(names.map((name, number) => [name, number]));
    const children = names.map(() => []);
    const roots = [];
    for (const [name, reasons] of packages) {
        if (reasons === undefined || (!reasons.direct && reasons.parents.size === 0))
            continue;
        const node = numbers.get(name);
        const parents = [...reasons.parents].flatMap((parent) => numbers.get(parent) ?? []);
        if (reasons.direct || parents.length === 0)
            roots.push({ node });
        for (const parent of parents)
            children[parent].push(node);
    }
    const reached = reachPackages({
        size: names.length,
        name: (node) => names[node],
        asks: (node) => children[node],
        roots,
    });
    return new Map(names.map((name, number) => [name, reached[number]]));
}

;// CONCATENATED MODULE: ./src/lockfiles/requirements/entries.ts


/** What was read, in the order of the files, with what only all of it tells. */
function* entries_entriesOf(reading) {
    const descent = descentOf(reasonsOf(reading));
    for (const item of reading.items) {
        if (item.kind === "entry")
            yield item.entry;
        else
            for (const pkg of lockedBy(reading, item))
                yield { kind: "package", pkg: entries_told(pkg, descent.get(pypiName(pkg.name)) ?? {}, reading.index) };
    }
}
function asked(reading) {
    return reading.items.filter((item) => item.kind === "asked");
}
function reasonsOf(reading) {
    const reasons = new Map();
    for (const { pkg, via } of asked(reading)) {
        const name = pypiName(pkg.name);
        reasons.set(name, via.found ?? reasons.get(name));
    }
    return reasons;
}
/** A requirement that leaves its version open has that of the constraints, at whose line it is to be moved. */
function lockedBy({ constraints, constrained }, { pkg }) {
    if (pkg.unlocked === undefined || pkg.source !== undefined)
        return [pkg];
    const pins = constraints.get(pypiName(pkg.name));
    if (pins === undefined)
        return [pkg];
    const { unlocked, ...open } = pkg;
    // Where no marker of a constraint holds, what the requirement itself says counts, and it may ask for something old.
    const other = !constrained.has(pypiName(pkg.name)) && /<|~=|==/.test(unlocked) ? [pkg] : [];
    const locked = pins.map(({ version, at, hashes, source, purl }) => ({
        ...open,
        version: version,
        purl,
        at,
        ...(hashes === undefined ? {} : { hashes }),
        ...(source === undefined ? {} : { source }),
        ...(unlocked === pkg.name ? {} : { wanted: unlocked }),
    }));
    return [...locked, ...other];
}
function entries_told(pkg, reached, index) {
    return { ...pkg, ...reached, ...(index === undefined || pkg.source !== undefined ? {} : { source: index }) };
}
/** Once for a file: a list of pins without hashes, or, where some have them, the first that pip then refuses. */
function* hashPractice(reading) {
    const all = asked(reading);
    const served = all.filter(({ pkg }) => pkg.source === undefined || pkg.source.kind === "url");
    const bare = served.filter(({ pkg }) => lockedBy(reading, { pkg }).some(({ hashes }) => hashes === undefined));
    const first = bare[0]?.pkg;
    if (first === undefined)
        return;
    if (reading.checksHashes) {
        const detail = `pip checks the hashes of all or of none, and refuses the file: ${bare.length} of ${served.length} have none`;
        yield { kind: "practice", at: first.at, practice: { kind: "no-hashes", what: first.name, detail } };
        return;
    }
    const own = all.filter((each) => each.own && each.pkg.source === undefined).map(({ pkg }) => pkg);
    if (own.length === 0 || own.some(({ version }) => version === undefined))
        return;
    const detail = "versions are pinned, but not what is in them: a file can be replaced on the index or on its way";
    yield { kind: "practice", at: own[0].at, practice: { kind: "no-hashes", what: own[0].name, detail } };
}

;// CONCATENATED MODULE: ./src/lockfiles/python-locked.ts



/** Where PyPI's packages are: the index, the files, and the old name of the index. */
const PYPI = new Set(["pypi.org", "files.pythonhosted.org", "pypi.python.org"]);
/** Indexes that everyone in the field uses, of which nothing need be said. */
const KNOWN = new Set([...PYPI, "download.pytorch.org"]);
/** Wheels of other packages that are told of one. CWE-770. */
const MAX_WHEELS = 20;
/**
 * A package of PyPI, or of another index, which may hold the same packages and is looked up as PyPI. What comes from an
 * address, a repository or a directory is no package of an ecosystem: its version says nothing.
 */
function pythonPackage({ name, version, at, source, hashes, wanted, reached, unlocked, }) {
    const fromIndex = source === undefined || source.kind === "index";
    return {
        kind: "package",
        pkg: {
            name,
            ...(version === undefined ? {} : { version }),
            ...(fromIndex ? { ecosystem: "PyPI" } : {}),
            purl: fromIndex
                ? purlOf("PyPI", name, version)
                : purl("pypi", undefined, pypiName(name), version, python_locked_placeOf(source)),
            at,
            ...reached,
            ...(hashes.length === 0 ? {} : { hashes }),
            ...(source === undefined ? {} : { source }),
            ...(wanted === undefined || wanted === "" ? {} : { wanted }),
            ...(fromIndex && version === undefined ? { unlocked: unlocked ?? name } : {}),
        },
    };
}
/**
 * The same, with the addresses of its files, which are what gets installed, whatever the fields beside them say: a wheel of
 * another name or version is a package of its own, and files of PyPI's packages come from PyPI.
 */
function* pythonPackageOf(pkg, files, indexes) {
    const { name, version, at } = pkg;
    const fromIndex = pkg.source === undefined || pkg.source.kind === "index";
    const foreign = pkg.source === undefined ? files.find(isForeign) : undefined;
    const origin = foreign === undefined ? undefined : (/^[a-z][a-z0-9+.-]*:\/\/[^/?#]+/i.exec(foreign)?.[0] ?? foreign);
    const source = origin === undefined ? pkg.source : indexSource(origin);
    yield* indexes.note(source, at);
    yield pythonPackage({ ...pkg, source });
    const told = new Set();
    for (const file of fromIndex ? files : []) {
        const wheel = readAddress(file);
        if (wheel.name === undefined || wheel.version === undefined)
            continue;
        const [itsName, itsVersion] = [pypiName(wheel.name), wheel.version];
        if (itsName === pypiName(name) && (version === undefined || isSameVersion(itsVersion, version)))
            continue;
        if (told.has(`${itsName} ${itsVersion}`) || told.size >= MAX_WHEELS)
            continue;
        told.add(`${itsName} ${itsVersion}`);
        const what = `${itsName} ${itsVersion}`;
        const detail = `${name} ${version ?? ""} is locked to a wheel of ${what}, which is what gets installed`;
        yield { kind: "practice", at, practice: { kind: "mismatch", what, detail } };
        yield pythonPackage({ ...pkg, source, name: itsName, version: itsVersion });
    }
}
/** An address that is no file of PyPI; a path is local, and a file on its own. */
function isForeign(file) {
    return /^[a-z][a-z0-9+.-]*:/i.test(file) && !PYPI.has(httpsHost(file) ?? "");
}
/** The name of a wheel has no epoch's `!` and may leave out the local part: what follows the release does not count here. */
function isSameVersion(a, b) {
    const plain = (version) => python_locked_decoded(version)
        .toLowerCase()
        .replace(/^v/, "")
        .split("+", 1)[0]
        .replace(/[-_]/g, ".")
        .replace(/(?:\.0)+$/, "");
    return plain(a) === plain(b);
}
function python_locked_decoded(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}
function python_locked_placeOf({ kind, where }) {
    return kind === "vcs" ? { vcs_url: where } : kind === "url" ? { download_url: where } : {};
}
/** The source of what an index serves, by its address; none for PyPI. */
function indexSource(address) {
    return PYPI.has(httpsHost(address) ?? "") ? undefined : { kind: "index", where: address_withoutCredentials(address) };
}
/** The source of what stands at an address: a file of an index is not meant here. */
function addressSource(kind, where) {
    return { kind, where: kind === "local" ? where : address_withoutCredentials(where) };
}
/** Whether a path is the directory of the lockfile: the project itself. */
function isProjectItself(path) {
    return /^(?:\.?\/?|\.\/\.)$/.test(path);
}
/** Notes each index that is not a well-known one, once. */
class OtherIndexes {
    seen = new Set();
    *note(source, at) {
        if (source?.kind !== "index" || KNOWN.has(httpsHost(source.where) ?? "") || this.seen.has(source.where))
            return;
        this.seen.add(source.where);
        const detail = "packages are taken from an index that is not PyPI";
        yield { kind: "practice", at, practice: { kind: "other-index", what: source.where, detail } };
    }
}

;// CONCATENATED MODULE: ./src/lockfiles/requirements/dependency.ts



/**
 * What one requirement of a file asks for: a PEP 508 dependency, an address, or a path. Undefined where pip would refuse it.
 * `editable`: it stood behind `-e`, where a word alone is a folder.
 */
function readDependency(text, editable, at, around) {
    const scheme = schemeOf(text);
    if (scheme !== undefined) {
        const address = (text.split(/\s;|;\s/, 1)[0] ?? "").trim();
        return packageAt(readAddress(address), at, around);
    }
    const body = text.split(";", 1)[0].trim();
    const path = !body.includes("@") && (editable || looksLikePath(body));
    if (path)
        return packageAtPath(body, at, around);
    const requirement = parseRequirement(text);
    if (requirement !== undefined)
        return python_package_packageOf(requirement, at, around);
    return looksLikePath(body) ? packageAtPath(body, at, around) : undefined;
}
/** A folder or an archive: extras taken off, and no words of prose. */
function packageAtPath(path, at, around) {
    const bare = path.replace(/\[[^[\]]*\]$/, "");
    if (bare === "" || (/\s/.test(bare) && !/^[./~]/.test(bare)))
        return undefined;
    return packageAt(readAddress(bare), at, around);
}

;// CONCATENATED MODULE: ./src/lockfiles/requirements/indexes.ts


const indexes_LOCAL = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/]|$)/i;
/** What an option of pip says of where packages come from; that `--index-url` is another one is said elsewhere. */
function indexPractices(option, value) {
    const what = address_withoutCredentials(value);
    switch (option) {
        case "--index-url":
            return overPlainHttp(value, what);
        case "--extra-index-url":
            return indexSource(value) === undefined
                ? []
                : [
                    { kind: "extra-index", what, detail: "pip takes the best version of all indexes" },
                    ...overPlainHttp(value, what),
                ];
        case "--find-links":
            return /^(?:https?|ftp):/i.test(value)
                ? [
                    { kind: "extra-index", what, detail: "pip takes packages from this page too" },
                    ...overPlainHttp(value, what),
                ]
                : [];
        case "--trusted-host":
            return [{ kind: "no-verification", what, detail: "pip does not check the certificate of this host" }];
        case "--no-require-hashes":
            return [{ kind: "no-verification", what: option, detail: "pip does not check hashes" }];
        default:
            return [];
    }
}
function overPlainHttp(url, what) {
    return /^http:/i.test(url) && !indexes_LOCAL.test(url)
        ? [{ kind: "no-verification", what, detail: "what comes over plain HTTP can be changed on its way" }]
        : [];
}

;// CONCATENATED MODULE: ./src/lockfiles/requirements/coding.ts
/** Where pip looks for a coding line, as Python does (https://peps.python.org/pep-0263/): the first two lines. */
const CODING = /coding[:=][ \t]*([-\w.]{1,64})/;
const UTF_8 = /^(?:utf-?8(?:-sig)?|ascii|us-ascii)$/;
/** What differs from UTF-8 only beyond ASCII. */
const LIKE_ASCII = /^(?:latin-?1|iso-?8859-?\d{1,2}|(?:cp|windows-?)125\d|koi8-[ru])$/;
/**
 * The coding that a requirements file names in its first two lines, where pip then reads another text than the one that is
 * given here: in UTF-7 a comment may end in the middle (`+AAo-`), in Latin-1 the byte 0x85 ends a line.
 */
function otherCoding(text) {
    for (const line of text.slice(0, 2048).split("\n", 2)) {
        const name = line.startsWith("#") ? CODING.exec(line)?.[1] : undefined;
        if (name === undefined)
            continue;
        const plain = name.toLowerCase().replaceAll("_", "-");
        return UTF_8.test(plain) || (LIKE_ASCII.test(plain) && /^[\0-\x7f]*$/.test(text)) ? undefined : name;
    }
    return undefined;
}

;// CONCATENATED MODULE: ./src/lockfiles/requirements/logical-lines.ts
/** Where Python's `str.splitlines` ends a line, beside CR and LF: a name behind such a character is on a line of its own. */
const ENDS = new Set([0x0a, 0x0b, 0x0c, 0x0d, 0x1c, 0x1d, 0x1e, 0x85, 0x2028, 0x2029]);
/** The lines of a requirements file that say something (pip's `req_file.py`: `join_lines`, then `ignore_comments`). */
function* logicalLines(text) {
    let parts = [];
    let start = 0;
    for (const { line, at } of physicalLines(text)) {
        const comment = startsWithComment(line);
        if (parts.length === 0)
            start = at;
        if (line.endsWith("\\") && !comment) {
            parts.push(withoutBackslashes(line));
            continue;
        }
        parts.push(comment ? ` ${line}` : line);
        const read = uncommented(parts.join(""), start);
        parts = [];
        if (read !== undefined)
            yield read;
    }
    const read = uncommented(parts.join(""), start);
    if (read !== undefined)
        yield read;
}
function* physicalLines(text) {
    let at = 0;
    for (let index = 0; index < text.length; index++) {
        const code = text.charCodeAt(index);
        if (!ENDS.has(code))
            continue;
        yield { line: text.slice(at, index), at };
        if (code === 0x0d && text.charCodeAt(index + 1) === 0x0a)
            index++;
        at = index + 1;
    }
    if (at < text.length)
        yield { line: text.slice(at), at };
}
function startsWithComment(line) {
    const hash = line.indexOf("#");
    return hash >= 0 && line.slice(0, hash).trim() === "";
}
/** Python's `line.strip("\\")`: from both ends. */
function withoutBackslashes(line) {
    let [from, to] = [0, line.length];
    while (from < to && line[from] === "\\")
        from++;
    while (to > from && line[to - 1] === "\\")
        to--;
    return line.slice(from, to);
}
/** A `#` starts a comment at the start of a line or behind white space; others belong to addresses. */
function uncommented(line, at) {
    let hash = line.indexOf("#");
    while (hash > 0 && !/\s/.test(line[hash - 1]))
        hash = line.indexOf("#", hash + 1);
    if (hash < 0)
        return line.trim() === "" ? undefined : { text: line.trim(), at };
    return { text: line.slice(0, hash).trim(), comment: line.slice(hash + 1).trim(), at };
}

;// CONCATENATED MODULE: ./src/lockfiles/requirements/options.ts
/** What pip takes in a file, and whether a value follows (https://pip.pypa.io/en/stable/reference/requirements-file-format/). */
const OPTIONS = new Map([
    ["--index-url", true],
    ["--pypi-url", true],
    ["--extra-index-url", true],
    ["--no-index", false],
    ["--constraint", true],
    ["--requirement", true],
    ["--editable", true],
    ["--find-links", true],
    ["--no-binary", true],
    ["--only-binary", true],
    ["--prefer-binary", false],
    ["--require-hashes", false],
    ["--no-require-hashes", false],
    ["--pre", false],
    ["--all-releases", true],
    ["--only-final", true],
    ["--trusted-host", true],
    ["--use-feature", true],
    ["--hash", true],
    ["--config-settings", true],
    ["--config-setting", true],
    // Of earlier versions.
    ["--global-option", true],
    ["--install-option", true],
    ["--process-dependency-links", false],
    ["--always-unzip", false],
]);
const options_SHORT = new Map([
    ["-i", "--index-url"],
    ["-c", "--constraint"],
    ["-r", "--requirement"],
    ["-e", "--editable"],
    ["-f", "--find-links"],
    ["-C", "--config-settings"],
]);
/** Options of one line; each hash of a requirement is one. Real ones have some hundred. CWE-770. */
const MAX_OPTIONS = 5000;
/** Reads a line as pip does: words up to the first that begins with `-`, then options in a shell's quotes. */
function readOptions(line) {
    const start = line.startsWith("-") ? 0 : line.indexOf(" -") + 1;
    if (start === 0 && !line.startsWith("-"))
        return { requirement: line, options: [] };
    const requirement = line.slice(0, start).trim();
    const { words, problem } = shellWords(line.slice(start));
    if (problem !== undefined)
        return { requirement, options: [], problem };
    return { requirement, ...readWords(words) };
}
/** As Python's `optparse`: `--opt=value`, `--opt value`, `-ovalue`, and any beginning of a name that only one option has. */
function readWords(words) {
    const options = [];
    for (let index = 0; index < words.length; index++) {
        const word = words[index];
        if (word === "--")
            break;
        if (!word.startsWith("-") || word === "-")
            continue;
        if (options.length === MAX_OPTIONS)
            return { options, problem: `it has more than ${MAX_OPTIONS} options` };
        const long = word.startsWith("--");
        const equals = long ? word.indexOf("=") : -1;
        const name = long ? longName(equals < 0 ? word : word.slice(0, equals)) : options_SHORT.get(word.slice(0, 2));
        if (name === undefined)
            return { options, problem: "it has an option that pip does not know" };
        const takes = OPTIONS.get(name);
        const attached = equals >= 0 ? word.slice(equals + 1) : long || word.length === 2 ? undefined : word.slice(2);
        if (!takes && attached !== undefined)
            return { options, problem: `${name} takes no value` };
        const value = takes ? (attached ?? words[++index]) : "";
        if (value === undefined)
            return { options, problem: `${name} lacks its value` };
        options.push({ name: name === "--pypi-url" ? "--index-url" : name, value });
    }
    return { options };
}
function longName(given) {
    if (OPTIONS.has(given))
        return given;
    const meant = [...OPTIONS.keys()].filter((name) => given.length > 2 && name.startsWith(given));
    return meant.length === 1 ? meant[0] : undefined;
}
/** Python's `shlex.split`: quotes, and a backslash before any character outside of single ones. */
function shellWords(text) {
    const words = [];
    let word;
    let quote;
    for (let index = 0; index < text.length; index++) {
        const char = text[index];
        const next = text[index + 1];
        if (char === "\\" && quote !== "'") {
            if (next === undefined)
                return { words, problem: "it ends in a backslash" };
            const kept = quote === undefined || next === quote || next === "\\" ? next : char + next;
            word = (word ?? "") + kept;
            index++;
        }
        else if (quote !== undefined) {
            if (char === quote)
                quote = undefined;
            else
                word += char;
        }
        else if (char === "'" || char === '"') {
            quote = char;
            word ??= "";
        }
        else if (" \t\r\n".includes(char)) {
            if (word !== undefined)
                words.push(word);
            word = undefined;
        }
        else
            word = (word ?? "") + char;
    }
    if (quote !== undefined)
        return { words, problem: "a quote is not closed" };
    if (word !== undefined)
        words.push(word);
    return { words };
}

;// CONCATENATED MODULE: ./src/lockfiles/requirements/reading.ts











/** Characters of one line with its continuations. Those with the most hashes have 20,000. CWE-400. */
const MAX_LINE = 1024 ** 2;
/** Lines of a file and all it includes. The largest real ones have some thousand. CWE-770. */
const MAX_LINES = 200_000;
/** Characters of a file and all it includes. CWE-400. */
const reading_MAX_TEXT = 64 * 1024 ** 2;
/** Files, and files inside each other. CWE-674. */
const MAX_FILES = 200;
const reading_MAX_DEPTH = 20;
/** Paths that are looked up; a file may be spelled in any number of ways. CWE-400. */
const MAX_NAMED = 2000;
/** Findings about lines of one file that cannot be read; the rest is counted. CWE-770. */
const reading_MAX_PROBLEMS = 20;
/** Characters of a path. CWE-400. */
const reading_MAX_PATH = 1024;
/** Reads a requirements file and what it includes, in pip's order, into lists that hold all it says. */
class Reading {
    context;
    items = [];
    /** What constraint files allow of a package, by its name as PyPI compares it. */
    constraints = new Map();
    /** Names of those that are constrained wherever the file is installed: without a marker. */
    constrained = new Set();
    /** The last one counts, for all files together, as in pip. */
    index;
    /** A line has a hash, or asks for hashes: then pip wants them of all. */
    checksHashes = false;
    /** Lines that could be read, and those that could not. */
    readable = 0;
    unreadable = 0;
    opened = new Set();
    /** Paths that were looked up, as they are spelled: a million lines may name one file. */
    named = new Set();
    indexes = new OtherIndexes();
    lines = 0;
    characters = 0;
    constructor(context) {
        this.context = context;
    }
    read(text, constraint) {
        const { path } = this.context;
        this.file({ text, path, relative: external_node_path_.posix.basename(path), constraint, depth: 0 });
    }
    /** A list of lines that stand in another file, as in a conda environment; includes are beside that one. */
    readLines(lines) {
        const { path } = this.context;
        const file = { text: "", path, relative: external_node_path_.posix.basename(path), constraint: false, depth: 0 };
        for (const { text, at } of lines)
            for (const line of logicalLines(text))
                if (line.text !== "" && ++this.lines <= MAX_LINES)
                    this.line(line, file, at, new ViaComments());
    }
    file(file) {
        this.opened.add(reading_keyOf(file.path, file.constraint));
        this.characters += file.text.length;
        const lines = new syntax_lines/* Lines */.q(file.text);
        const before = this.unreadable;
        let via = new ViaComments();
        const coding = otherCoding(file.text);
        if (coding !== undefined)
            this.problem({ path: file.path, inside: [], line: 1 }, "unsupported", `it says that it is written in ${coding}, and pip reads it so: other lines than these may be in it`);
        for (const line of logicalLines(file.text)) {
            const at = { path: file.path, inside: [], line: lines.lineOf(line.at) };
            if (line.text !== "") {
                if (++this.lines > MAX_LINES) {
                    this.problem(at, "limit", `it and what it includes have more than ${MAX_LINES} lines`);
                    return;
                }
                via = new ViaComments();
                this.line(line, file, at, via);
            }
            if (line.comment !== undefined)
                via.add(line.comment);
        }
        const unread = this.unreadable - before;
        if (unread > reading_MAX_PROBLEMS)
            this.problem({ path: file.path, inside: [] }, "malformed", `${unread} lines are no requirements that pip reads`);
    }
    line({ text }, file, at, via) {
        if (text.length > MAX_LINE)
            return this.unread(at, "limit", `a line has more than ${MAX_LINE} characters`);
        const { requirement, options, problem } = readOptions(text);
        if (problem !== undefined)
            this.unread(at, "malformed", `pip refuses this line: ${problem}`);
        const hashes = options.filter(({ name }) => name === "--hash").map(({ value }) => value.toLowerCase());
        const bad = hashes.find((each) => !/^sha(?:256|384|512):\S+$/.test(each));
        if (bad !== undefined)
            this.unread(at, "malformed", "pip refuses this line: a hash has no algorithm that it takes");
        if (hashes.length > 0)
            this.checksHashes = true;
        const around = hashes.length === 0 ? {} : { hashes };
        const editable = options.find(({ name }) => name === "--editable");
        const asked = requirement !== "" ? requirement : editable?.value;
        if (asked === undefined)
            return this.options(options, file, at);
        const pkg = readDependency(asked, requirement === "", at, around);
        if (pkg === undefined)
            return this.unread(at, "malformed", "the line is no requirement, option, address or path");
        this.readable++;
        if (!file.constraint)
            this.items.push({ kind: "asked", pkg, via, own: file.depth === 0 });
        else if (pkg.version !== undefined)
            this.constrain(pkg, !asked.includes(";"));
    }
    constrain(pkg, always) {
        const name = pypiName(pkg.name);
        if (always)
            this.constrained.add(name);
        const allowed = this.constraints.get(name) ?? [];
        if (allowed.every(({ version }) => version !== pkg.version))
            allowed.push(pkg);
        this.constraints.set(name, allowed);
    }
    options(options, file, at) {
        if (options.length > 0)
            this.readable++;
        const value = (name) => options.find((option) => option.name === name)?.value;
        const [requirements, constraints] = [value("--requirement"), value("--constraint")];
        if (requirements !== undefined)
            return this.include(requirements, false, file, at);
        if (constraints !== undefined)
            return this.include(constraints, true, file, at);
        for (const { name, value } of options) {
            if (name === "--index-url")
                this.index = indexSource(value);
            if (name === "--index-url")
                for (const entry of this.indexes.note(this.index, at))
                    this.items.push({ kind: "entry", entry });
            if (name === "--require-hashes")
                this.checksHashes = true;
            for (const practice of indexPractices(name, value))
                this.items.push({ kind: "entry", entry: { kind: "practice", at, practice } });
        }
    }
    include(target, constraint, from, at) {
        const what = constraint ? "the constraints" : "the requirements";
        if (target.length > reading_MAX_PATH)
            return this.problem(at, "limit", `${what} have a path of ${target.length} characters`);
        if (schemeOf(target) !== undefined)
            return this.problem(at, "unsupported", `${what} are at an address, and nothing is fetched`);
        if (/\$\{[A-Z0-9_]+\}/.test(target))
            return this.problem(at, "unsupported", `${what} are where an environment variable says`);
        // Not tidied: what stands before `..` may be a link, and pip goes through it.
        const folder = external_node_path_.posix.dirname(from.relative);
        const relative = folder === "." ? target : `${folder}/${target}`;
        if (/^[/~\\]|^[A-Za-z]:/.test(target))
            return this.problem(at, "unsupported", `${what} in ${target} are outside of the repository`);
        if (from.depth === reading_MAX_DEPTH || this.opened.size >= MAX_FILES)
            return this.problem(at, "limit", `${what} in ${target} are one file too many, or too deep`);
        if (this.named.has(reading_keyOf(relative, constraint)))
            return;
        if (this.named.size >= MAX_NAMED)
            return this.problem(at, "limit", `${what} in ${target} are named behind ${MAX_NAMED} other paths`);
        this.named.add(reading_keyOf(relative, constraint));
        const included = this.context.include(relative);
        if ("missing" in included) {
            const { reason, words } = MISSING[included.missing];
            return this.problem(at, reason, `${what} in ${target} ${words}`);
        }
        const { text, path } = included;
        if (this.opened.has(reading_keyOf(path, constraint)))
            return;
        if (this.characters + text.length > reading_MAX_TEXT)
            return this.problem(at, "limit", `${what} in ${target} make it more than ${reading_MAX_TEXT} characters`);
        this.file({ text, path, relative, constraint, depth: from.depth + 1 });
    }
    unread(at, reason, detail) {
        if (++this.unreadable <= reading_MAX_PROBLEMS)
            this.problem(at, reason, detail);
    }
    problem(at, reason, detail) {
        this.items.push({ kind: "entry", entry: { kind: "unreadable", at, reason, detail } });
    }
}
const MISSING = {
    absent: { reason: "not-fetched", words: "are not there" },
    outside: { reason: "unsupported", words: "are outside of the repository" },
    "too-large": { reason: "limit", words: "are too large" },
    "not-text": { reason: "malformed", words: "are no text" },
};
function reading_keyOf(path, constraint) {
    return `${constraint ? "c" : "r"} ${path}`;
}

;// CONCATENATED MODULE: ./src/lockfiles/conda-environment.ts









/** Entries of one file that cannot be read, and are told. CWE-770. */
const conda_environment_MAX_PROBLEMS = 20;
const ALIAS = "this stands for a list elsewhere in the file, which is not followed";
const NAMES = /^(?!.*lock)(?:.*environment.*|conda(?:[-_.].*)?|(?:.*[-_.])?env(?:[-_.].*)?|python_env)\.ya?ml$/i;
/**
 * What people ask conda for (https://docs.conda.io/projects/conda/en/stable/user-guide/tasks/manage-environments.html), and what MLflow keeps beside a model:
 * `conda.yaml` and `python_env.yaml`.
 */
const condaEnvironment = {
    id: "conda-environment",
    title: "conda environment",
    claims: (path) => NAMES.test(path.slice(path.lastIndexOf("/") + 1).slice(-300)),
    sniff: (head) => /(?:^|[{,\s])["']?(?:dependencies|channels)["']?\s*:/.test(head),
    *parse(text, context) {
        const { roots, problems } = (0,yaml_places/* parseYaml */.hN)(text);
        const [problem] = problems;
        if (problem !== undefined) {
            const detail = `it is no YAML: ${problem}`;
            yield { kind: "unreadable", at: { path: context.path, inside: [], line: 1 }, reason: "malformed", detail };
        }
        const environment = new Environment(text, context.path);
        for (const root of roots)
            yield* environment.read(root);
        const reading = new Reading(context);
        reading.readLines(environment.pip);
        yield* entries_entriesOf(reading);
    },
    upgrade: ({ file, name, version }) => `edit ${file}: ${name}==${version}`,
};
class Environment {
    text;
    path;
    /** Lines of pip's requirements that stand in the file. */
    pip = [];
    lines;
    channel;
    problems = 0;
    constructor(text, path) {
        this.text = text;
        this.path = path;
        this.lines = new syntax_lines/* Lines */.q(text);
    }
    *read(root) {
        if (root.kind !== "object")
            return;
        const channels = root.members.filter(({ key }) => key === "channels").flatMap(({ value }) => textsOf(value));
        const named = channels.map(({ text }) => address_withoutCredentials(text)).filter((each) => each !== "nodefaults");
        // Where there are several, the solver decides.
        this.channel = named.length === 1 ? named[0] : undefined;
        const isPython = root.members.some(({ key }) => key === "python" || key === "build_dependencies");
        // A key may stand twice; which of them counts is the reader's affair.
        for (const { key, value } of root.members) {
            if (key === "dependencies")
                yield* isPython ? this.pythonLines(value) : this.dependencies(value);
            if (key === "<<")
                yield* this.unreadable(value, ALIAS);
            if (key === "build_dependencies")
                yield* this.build(value);
            if (key === "python" && value.kind === "scalar")
                yield* this.python(value);
        }
    }
    *dependencies(list) {
        for (const item of list.kind === "array" ? list.items : [list]) {
            if (item.kind !== "object") {
                yield* this.spec(item);
                continue;
            }
            for (const { key, value } of item.members)
                if (key === "pip")
                    yield* this.pythonLines(value);
                // `sel(linux): name` of micromamba, and whatever else holds specifications.
                else
                    for (const each of value.kind === "array" ? value.items : [value])
                        yield* this.spec(each);
        }
    }
    *spec(item) {
        if (this.isAlias(item))
            return yield* this.unreadable(item, ALIAS);
        if (item.kind === "scalar" && item.value === null)
            return;
        const spec = item.kind === "scalar" ? parseCondaSpec(String(item.value)) : undefined;
        if (spec !== undefined)
            yield { kind: "package", pkg: condaPackage(spec, this.at(item), this.channel) };
        else
            yield* this.unreadable(item, "this names no package of conda");
    }
    *pythonLines(list) {
        if (this.isAlias(list))
            return yield* this.unreadable(list, ALIAS);
        for (const { text, node } of textsOf(list))
            this.pip.push({ text, at: this.at(node) });
        const items = list.kind === "array" ? list.items : [];
        const other = items.find((node) => node.kind !== "scalar" || this.isAlias(node));
        if (other !== undefined)
            yield* this.unreadable(other, "this is no requirement that pip reads");
    }
    /** What builds the environment: `pip==23.1`. */
    *build(list) {
        if (this.isAlias(list))
            return yield* this.unreadable(list, ALIAS);
        for (const { text, node } of textsOf(list)) {
            const read = parseRequirement(text);
            if (read === undefined)
                yield* this.unreadable(node, "this is no requirement that pip reads");
            else
                yield { kind: "package", pkg: python_package_packageOf(read, this.at(node), { group: "build" }) };
        }
    }
    /** The interpreter, as text: `3.10` is no number. */
    *python(node) {
        const version = this.text.slice(node.start, node.end).replace(/^["']|["']$/g, "");
        if (!/^\d[\w.+-]{0,50}$/.test(version))
            return;
        const at = this.at(node);
        yield {
            kind: "package",
            pkg: { name: "python", version, purl: purl("generic", undefined, "python", version), at },
        };
    }
    /** An alias of a list is read as nothing, so that nothing is ever copied. */
    isAlias(node) {
        return node.kind === "scalar" && node.value === null && this.text[node.start] === "*";
    }
    *unreadable(node, detail) {
        if (++this.problems <= conda_environment_MAX_PROBLEMS)
            yield { kind: "unreadable", at: this.at(node), reason: "malformed", detail };
    }
    at({ start }) {
        return { path: this.path, inside: [], line: this.lines.lineOf(start) };
    }
}
function textsOf(list) {
    const items = list.kind === "array" ? list.items : [list];
    return items.flatMap((node) => node.kind === "scalar" && node.value !== null ? [{ text: String(node.value), node }] : []);
}

;// CONCATENATED MODULE: ./src/lockfiles/conda-explicit.ts



/** Characters of one line. CWE-400. */
const conda_explicit_MAX_LINE = 10_000;
/** Lines that cannot be read that are told one by one. CWE-770. */
const conda_explicit_MAX_PROBLEMS = 20;
/** Packages of one file; the largest environments have a thousand. CWE-770. */
const conda_explicit_MAX_LINES = 100_000;
/** What `conda list --explicit` writes, and what `conda list --export` has at its top. */
const MARKER = /^(?:@EXPLICIT[ \t]*$|# *\$ conda create --name <env> --file)/m;
/** Lists of conda packages without a solver (https://docs.conda.io/projects/conda/en/stable/user-guide/tasks/manage-environments.html). */
const condaExplicit = {
    id: "conda-explicit",
    title: "conda explicit list",
    claims: (path) => /\.(?:lock|txt)$/i.test(path.slice(-20)),
    sniff: (head) => MARKER.test(head),
    *parse(text, { path }) {
        let [line, problems, packages] = [0, 0, 0];
        for (let start = 0, end; start < text.length; start = end + 1) {
            end = text.indexOf("\n", start);
            if (end < 0)
                end = text.length;
            const at = { path, inside: [], line: ++line };
            const said = end - start > conda_explicit_MAX_LINE ? undefined : text.slice(start, end).trim();
            if (said !== undefined && isRemark(said))
                continue;
            if (++packages > conda_explicit_MAX_LINES) {
                yield { kind: "unreadable", at, reason: "limit", detail: `it has more than ${conda_explicit_MAX_LINES} packages` };
                return;
            }
            const pkg = said === undefined ? undefined : readLine(said, at);
            if (pkg !== undefined)
                yield { kind: "package", pkg };
            else if (++problems <= conda_explicit_MAX_PROBLEMS)
                yield { kind: "unreadable", at, reason: "malformed", detail: "the line names no package of conda" };
        }
        if (problems > conda_explicit_MAX_PROBLEMS) {
            const detail = `${problems} lines name no package of conda`;
            yield { kind: "unreadable", at: { path, inside: [] }, reason: "malformed", detail };
        }
    },
};
function isRemark(line) {
    return line === "" || line === "@EXPLICIT" || (line.startsWith("#") && !line.startsWith("# pip "));
}
function readLine(line, at) {
    // conda-lock writes packages of PyPI into comments, which only it and micromamba install.
    if (line.startsWith("# pip ")) {
        const { requirement, hashes } = splitHashes(line.slice("# pip ".length));
        const read = parseRequirement(requirement);
        return read === undefined ? undefined : python_package_packageOf(read, at, hashes.length === 0 ? {} : { hashes });
    }
    if (/^[a-z][a-z0-9+.-]*:\/\//i.test(line) || line.startsWith("/")) {
        const spec = parseCondaUrl(line);
        return spec === undefined ? undefined : condaPackage(spec, at, undefined);
    }
    const spec = parseCondaSpec(line);
    if (spec === undefined)
        return undefined;
    // `conda list --export` names what pip has installed in the same form.
    if (spec.build?.startsWith("pypi_") === true && spec.version !== undefined)
        return python_package_packageOf({ name: spec.name, extras: [], specifier: `==${spec.version}` }, at);
    return condaPackage(spec, at, undefined);
}
function splitHashes(text) {
    const [requirement = "", ...options] = text.split(/\s--hash[= ]/);
    return { requirement, hashes: options.map((each) => each.trim()) };
}

;// CONCATENATED MODULE: ./src/syntax/fast-yaml.ts

/** Loaded on first use, so that a run without lockfiles of YAML does not pay for it. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
const fast_yaml_library = () => __webpack_require__(2538);
/** Characters of one text. The largest real lockfiles have 5 million. CWE-770. */
const MAX_FAST_YAML = 8 * 1024 ** 2;
/**
 * Line ends, commas, brackets and the like: each can make two events of a hundred bytes. Real lockfiles have one in
 * fourteen characters; a text made of nothing else would take more than a gigabyte. CWE-770.
 */
const MAX_MARKS = 1_000_000;
/** Values inside each other. The deepest real lockfiles have seven. CWE-674. */
const fast_yaml_MAX_DEPTH = 100;
/** Values behind aliases, each counted as often as an alias names it: what a walk through the nodes can meet. CWE-776. */
const MAX_ALIASED = 1_000_000;
/** A long text behind an alias counts for more: who reads names puts them into others. */
const CHARACTERS_OF_A_VALUE = 16;
/**
 * The documents of a YAML text that a machine has written, several times faster than `yaml-places.ts`, which people's
 * YAML gets for its tolerance and its tags. Scalars stay the text they are, so that version `1.10` is not 1.1; only plain
 * `null`, `true` and `false` are what they say. An alias is its anchor's own node, place included: nothing is copied, and
 * what can be met through aliases is bounded in number and depth. Throws `Malformed` with the place in characters, and
 * `Unsupported` where a mapping is merged (`<<`), which no tool writes.
 */
function parseFastYaml(text) {
    if (text.length > MAX_FAST_YAML)
        throw new core_bytes/* Malformed */.sG(`it is YAML of more than ${MAX_FAST_YAML.toLocaleString("en-US")} characters`);
    if (marksOf(text) > MAX_MARKS)
        throw new core_bytes/* Malformed */.sG(`it is YAML of more than ${MAX_MARKS.toLocaleString("en-US")} lines and list items`);
    let events;
    try {
        events = fast_yaml_library().parseEvents(text, { maxDepth: fast_yaml_MAX_DEPTH });
    }
    catch (error) {
        throw fast_yaml_refusal(error);
    }
    const reader = new Reader(text, events);
    return reader.documents();
}
/** How many characters can begin or end a value. Those inside of texts count too: this is a bound. */
function marksOf(text) {
    let marks = 0;
    for (let at = 0; at < text.length; at++) {
        const code = text.charCodeAt(at);
        if (code === 0x0a || code === 0x0d || code === 0x2c || code === 0x5b || code === 0x7b)
            marks++;
        else if (code === 0x3a || code === 0x2d || code === 0x3f) {
            const next = text.charCodeAt(at + 1);
            if (next === 0x20 || next === 0x09 || next === 0x2c)
                marks++;
        }
    }
    return marks;
}
function fast_yaml_refusal(error) {
    if (!(error instanceof Error) || error.name !== "YAMLException")
        return error;
    const { reason, mark } = error;
    return new core_bytes/* Malformed */.sG(`it is no YAML: ${reason ?? "it cannot be read"}`, mark?.position);
}
class Reader {
    text;
    events;
    anchors = new Map();
    stack = [];
    roots = [];
    place = 0;
    aliased = 0;
    constructor(text, events) {
        this.text = text;
        this.events = events;
    }
    documents() {
        const { EVENT_ID } = fast_yaml_library();
        for (const event of this.events) {
            if (event.type === EVENT_ID.DOCUMENT)
                this.anchors = new Map();
            else if (event.type === EVENT_ID.MAPPING)
                this.open("object", event.start, this.anchorOf(event));
            else if (event.type === EVENT_ID.SEQUENCE)
                this.open("array", event.start, this.anchorOf(event));
            else if (event.type === EVENT_ID.SCALAR)
                this.put(leaf(this.scalar(event)), this.anchorOf(event));
            else if (event.type === EVENT_ID.ALIAS)
                this.put(this.alias(event.anchorStart, event.anchorEnd), undefined);
            else if (this.stack.length > 0)
                this.close(this.stack.pop());
        }
        return this.roots;
    }
    open(kind, start, anchor) {
        this.place = start;
        const begun = { start, anchor, values: 1, height: 1 };
        this.stack.push(kind === "array" ? { kind, items: [], ...begun } : { kind, members: [], ...begun });
    }
    close(open) {
        const span = { start: open.start, end: this.place };
        const node = open.kind === "array"
            ? { kind: "array", items: open.items, ...span }
            : { kind: "object", members: open.members, ...span };
        this.put({ node, values: open.values, height: open.height }, open.anchor);
    }
    put(read, anchor) {
        if (anchor !== undefined)
            this.anchors.set(anchor, read);
        const { node } = read;
        const parent = this.stack.at(-1);
        if (parent === undefined) {
            this.roots.push(node);
            return;
        }
        parent.values += read.values;
        parent.height = Math.max(parent.height, read.height + 1);
        if (parent.kind === "array")
            parent.items.push(node);
        else if (parent.key === undefined)
            parent.key = node;
        else {
            const { key } = parent;
            const name = key.kind === "scalar" ? String(key.value) : "";
            if (name === "<<" && node.kind !== "scalar")
                throw new core_bytes/* Unsupported */.O0("it merges mappings (<<)");
            parent.members.push({ key: name, at: key.start, value: node });
            delete parent.key;
        }
    }
    scalar(event) {
        // A value that is not written has no place of its own: it stands behind what was read last.
        if (event.valueStart < 0)
            return { kind: "scalar", value: null, start: this.place, end: this.place };
        this.place = event.valueEnd;
        const text = event.fast ? this.text.slice(event.valueStart, event.valueEnd) : this.valueOf(event);
        const plain = event.style === fast_yaml_library().SCALAR_STYLE.PLAIN;
        return { kind: "scalar", value: plain ? core(text) : text, start: event.valueStart, end: event.valueEnd };
    }
    valueOf(event) {
        try {
            return fast_yaml_library().getScalarValue(this.text, event);
        }
        catch (error) {
            throw fast_yaml_refusal(error);
        }
    }
    alias(start, end) {
        const name = this.text.slice(start, end);
        const anchored = this.anchors.get(name);
        if (anchored === undefined)
            throw new core_bytes/* Malformed */.sG(`it is no YAML: nothing before is called ${name}`, start);
        this.aliased += anchored.values;
        if (this.aliased > MAX_ALIASED)
            throw new core_bytes/* Malformed */.sG(`it has aliases of more than ${MAX_ALIASED.toLocaleString("en-US")} values`, start);
        if (anchored.node.kind === "scalar")
            return leaf({ ...anchored.node, start, end });
        if (this.stack.length + anchored.height > fast_yaml_MAX_DEPTH)
            throw new core_bytes/* Malformed */.sG(`it has more than ${fast_yaml_MAX_DEPTH} values inside each other`, start);
        return anchored;
    }
    anchorOf(event) {
        return event.anchorStart < 0 ? undefined : this.text.slice(event.anchorStart, event.anchorEnd);
    }
}
function leaf(node) {
    const length = node.kind === "scalar" && typeof node.value === "string" ? node.value.length : 0;
    return { node, values: 1 + Math.floor(length / CHARACTERS_OF_A_VALUE), height: 0 };
}
/** What a plain scalar is where it is no text and no number. */
function core(text) {
    if (text === "" || text === "~" || text === "null")
        return null;
    return text === "true" ? true : text === "false" ? false : text;
}

;// CONCATENATED MODULE: ./src/lockfiles/python-graph.ts


/** Packages of a lockfile by name, as PEP 503 compares them, and by version. */
class PythonIndex {
    nodes;
    places = new Map();
    /** What is asked of each name: extras that nobody asks for bring nothing. */
    extras = new Map();
    active = new Map();
    constructor(nodes, project) {
        this.nodes = nodes;
        nodes.forEach(({ name, version }, node) => {
            const key = pypiName(name);
            this.add(key, node);
            if (version !== undefined)
                this.add(`${key}\0${version}`, node);
        });
        for (const { name, extras } of project)
            this.activate(name, extras);
        for (const { asks } of nodes)
            for (const { name, extras = [] } of asks)
                this.activate(name, extras);
    }
    add(key, node) {
        const known = this.places.get(key);
        if (known === undefined)
            this.places.set(key, [node]);
        else
            known.push(node);
    }
    activate(name, extras) {
        if (extras.length === 0)
            return;
        const key = pypiName(name);
        const known = this.extras.get(key) ?? new Set();
        this.extras.set(key, known);
        for (const extra of extras)
            known.add(pypiName(extra));
    }
    find(name, version) {
        const key = pypiName(name);
        return (version === undefined ? undefined : this.places.get(`${key}\0${version}`)) ?? this.places.get(key) ?? [];
    }
    /** Whether somebody asks for this extra of a package. */
    isActive(name, extra) {
        return this.extras.get(pypiName(name))?.has(pypiName(extra)) ?? false;
    }
    /** Answered once for a list: hostile names of dependencies may share a long one. */
    anyActive(name, extras) {
        const known = this.active.get(extras) ?? extras.some((extra) => this.isActive(name, extra));
        this.active.set(extras, known);
        return known;
    }
    *asks(node) {
        const { name, asks } = this.nodes[node];
        for (const ask of asks) {
            if (ask.forExtras !== undefined && !this.anyActive(name, ask.forExtras))
                continue;
            yield* this.find(ask.name, ask.version);
        }
    }
}
/**
 * How each package comes into a project. `project` is what the project asks for; where nobody tells, the packages that no
 * other asks for are taken as direct, and of the others it is not known.
 */
function reachPython(nodes, project) {
    const asked = project?.asks ?? [];
    const index = new PythonIndex(nodes, asked);
    const asks = (node) => index.asks(node);
    const complete = project?.complete === true && asked.some(({ name, version }) => index.find(name, version).length > 0);
    const roots = function* () {
        const known = new Uint8Array(nodes.length);
        for (const { name, version, group } of asked)
            for (const node of index.find(name, version)) {
                known[node] = 1;
                yield { node, ...(group === undefined ? {} : { group }) };
            }
        if (complete)
            return;
        for (const root of packagesNobodyAsksFor({ size: nodes.length, asks }))
            if (known[root.node] === 0)
                yield root;
    };
    return reachPackages({ size: nodes.length, name: (node) => nodes[node].name, asks, roots: roots(), complete });
}

;// CONCATENATED MODULE: ./src/lockfiles/conda-record.ts








/** Records by what they lock: the same package for several platforms is one, where it stands first. */
class CondaRecords {
    byKey = new Map();
    add(record) {
        const key = [record.manager, record.name, record.version ?? "", placeKey(record)].join("\0");
        const known = this.byKey.get(key);
        if (known === undefined)
            this.byKey.set(key, record);
        else {
            for (const ask of record.asks)
                known.asks.push(ask);
            // What runs in production is not for tests alone, whoever else has it.
            if (known.group !== undefined && record.group === undefined)
                this.byKey.set(key, { ...known, group: undefined });
        }
    }
    /** `lineAt`: where a place in the text is. */
    *entries(lineAt) {
        const records = [...this.byKey.values()];
        const reached = reachPython(records, undefined);
        const indexes = new OtherIndexes();
        for (const [number, record] of records.entries()) {
            const at = lineAt(record.place);
            const around = { ...reached[number], ...(record.group === undefined ? {} : { group: record.group }) };
            if (record.manager === "conda") {
                if (!isProjectItself(record.from))
                    yield condaEntry(record, at, around);
                continue;
            }
            const source = pypiSource(record);
            if (source?.kind === "local" && isProjectItself(source.where))
                continue;
            yield* indexes.note(source, at);
            yield pythonPackage({ ...installed(record), at, source, hashes: record.hashes, reached: around });
        }
    }
}
/** What makes two records of one version different: not the platform, which is in the address too. */
function placeKey(record) {
    if (record.manager === "conda")
        return parseCondaUrl(record.from)?.channel ?? record.from;
    return pypiSource(record)?.where ?? "";
}
function condaEntry({ name, version, from, hashes }, at, around) {
    const spec = parseCondaUrl(from);
    if (spec !== undefined) {
        // As with wheels, the name of the file counts.
        const told = { ...spec, ...(hashes.length === 0 ? {} : { hashes }) };
        return { kind: "package", pkg: { ...condaPackage(told, at, undefined), ...around } };
    }
    const where = address_withoutCredentials(from);
    const kind = /^git\+/.test(from) ? "vcs" : /^[a-z]+:\/\//i.test(from) ? "url" : "local";
    return {
        kind: "package",
        pkg: {
            name,
            ...(version === undefined ? {} : { version }),
            purl: purl("conda", undefined, name.toLowerCase(), version),
            at,
            ...around,
            ...(hashes.length === 0 ? {} : { hashes }),
            source: { kind, where },
        },
    };
}
/** The name of a wheel is what gets installed; the fields beside it are what people read. */
function installed({ name, version, from }) {
    const wheel = readAddress(from.replace(/^direct\+/, ""));
    const same = wheel.name === undefined || pypiName(wheel.name) === pypiName(name);
    return { name: same ? name : wheel.name, version: wheel.version ?? version };
}
/** None for PyPI. A file of another host is one of an index, unless the file says that it was asked for by its address. */
function pypiSource({ from, index }) {
    if (from.startsWith("direct+"))
        return readAddress(from.slice("direct+".length)).source;
    if (index !== undefined)
        return indexSource(index);
    const { source } = readAddress(from);
    if (source.kind !== "url")
        return source;
    const host = httpsHost(source.where);
    return host === undefined ? source : indexSource(`https://${host}`);
}
/** `sha256` and `md5` of a node, as `algorithm:hex`. */
function conda_record_hashesOf(node) {
    return ["sha256", "md5"].flatMap((algorithm) => {
        const hex = (0,json/* stringOf */.Je)((0,json/* member */.Dc)(node, algorithm));
        return hex === undefined ? [] : [`${algorithm}:${hex}`];
    });
}
/** Names that a package asks for: keys of a mapping, or a list of specifications of conda or of Python. */
function conda_record_asksOf(node) {
    const named = (0,json/* membersOf */.lS)(node).map(({ key }) => ({ name: key }));
    const listed = (0,json/* itemsOf */.S3)(node).flatMap((item) => {
        const text = (0,json/* stringOf */.Je)(item);
        return text === undefined ? [] : askOf(text);
    });
    return [...named, ...listed];
}
/** `numpy >=1.2`, `black[d] (>=3) ; extra == 'x'`, `libgcc-ng 12.* h1_2`. */
function askOf(text) {
    const requirement = parseRequirement(text);
    if (requirement !== undefined) {
        const { name, extras, marker = "" } = requirement;
        const forExtras = [...marker.matchAll(/\bextra\s*==\s*['"]([^'"]{1,100})['"]/g)].map(([, extra]) => extra);
        return [{ name, ...(extras.length === 0 ? {} : { extras }), ...(forExtras.length === 0 ? {} : { forExtras }) }];
    }
    const name = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,200}/.exec(text.trim())?.[0];
    return name === undefined ? [] : [{ name }];
}

;// CONCATENATED MODULE: ./src/lockfiles/conda-lock.ts





/**
 * What conda-lock writes (https://conda.github.io/conda-lock/): packages of conda and of pip for several platforms in one file.
 * What the project asks for is not in it; what nobody else asks for is taken for that.
 */
const condaLock = {
    id: "conda-lock",
    title: "conda-lock",
    claims: (path) => /(?:^|\/)[^/]*conda-lock[^/]*\.ya?ml$/i.test(path) && !path.includes(".github/"),
    sniff: (head) => /["']?\b(?:package|metadata)["']?\s*:/.test(head),
    parse: parseCondaLock,
    upgrade: ({ name, file }) => `conda-lock lock --lockfile ${file} --update ${name}`,
};
function* parseCondaLock(text, { path }) {
    const [root] = parseFastYaml(text);
    const version = (0,json/* stringOf */.Je)((0,json/* member */.Dc)(root, "version"));
    if (version !== undefined && version !== "1")
        throw new core_bytes/* Unsupported */.O0(`version ${version.slice(0, 20)} of conda-lock`);
    const packages = (0,json/* member */.Dc)(root, "package");
    if (packages?.kind !== "array")
        throw new core_bytes/* Malformed */.sG("it is no conda-lock.yml: it has no list of packages", 0);
    yield* readPackageList(packages, text, path);
}
/** The list `package` of conda-lock, and of the first three versions of pixi.lock. */
function* readPackageList(packages, text, path) {
    const lines = new syntax_lines/* Lines */.q(text);
    const lineAt = (place) => ({ path, inside: [], line: lines.lineOf(place) });
    const records = new CondaRecords();
    for (const node of (0,json/* itemsOf */.S3)(packages)) {
        const record = recordOf(node);
        if (record !== undefined)
            records.add(record);
        else {
            const detail = "a package without a name, a manager that is known, or an address";
            yield { kind: "unreadable", at: lineAt(node.start), reason: "malformed", detail };
        }
    }
    yield* records.entries(lineAt);
}
function recordOf(node) {
    const text = (...keys) => (0,json/* stringOf */.Je)((0,json/* member */.Dc)(node, ...keys));
    const [name, manager] = [text("name"), text("manager") ?? text("kind")];
    // A package of pip that was asked for by its address or repository says so in `source`.
    const direct = text("source", "url");
    const from = direct === undefined ? (text("url") ?? text("path")) : `${/^git\+/.test(direct) ? "" : "direct+"}${direct}`;
    if (name === undefined || from === undefined || !["conda", "pip", "pypi"].includes(manager ?? ""))
        return undefined;
    return {
        manager: manager === "conda" ? "conda" : "pypi",
        name,
        version: text("version"),
        from,
        hashes: conda_record_hashesOf((0,json/* member */.Dc)(node, "hash") ?? node),
        asks: [...conda_record_asksOf((0,json/* member */.Dc)(node, "dependencies")), ...conda_record_asksOf((0,json/* member */.Dc)(node, "requires_dist"))],
        group: conda_lock_groupOf(node),
        place: node.start,
    };
}
/** `main` is what runs; a package of several categories is in a list of them. */
function conda_lock_groupOf(node) {
    const one = (0,json/* stringOf */.Je)((0,json/* member */.Dc)(node, "category"));
    const some = (0,json/* itemsOf */.S3)((0,json/* member */.Dc)(node, "categories")).flatMap((each) => (0,json/* stringOf */.Je)(each) ?? []);
    const all = one === undefined ? some : [one, ...some];
    return all.includes("main") ? undefined : all[0];
}

// EXTERNAL MODULE: ./src/core/text.ts
var core_text = __webpack_require__(2020);
;// CONCATENATED MODULE: ./src/lockfiles/read-purl.ts

/** Characters of one purl. With a signed address among the qualifiers they come near a thousand. CWE-400. */
const MAX_PURL = 8192;
/** Segments of a namespace or subpath, and qualifiers, of one purl. CWE-770. */
const MAX_PARTS = 64;
const TYPE = /^[a-z][a-z0-9.+-]*$/;
const KEY = /^[a-z][a-z0-9._-]*$/;
const read_purl_CONTROL = /\p{Cc}/u;
/** Undefined where the text breaks a rule of the specification; reads from right to left, as that says. */
function readPurl(text) {
    if (text.length > MAX_PURL || read_purl_CONTROL.test(text))
        return undefined;
    const [bare, fragment] = cutLast(text, "#");
    const [path, query] = cutLast(bare, "?");
    const type = /^pkg:\/*([^/]+)\//i.exec(path);
    if (type === null || !TYPE.test(type[1].toLowerCase()))
        return undefined;
    const [spaced, version] = cutVersion(trimSlashes(path.slice(type[0].length)));
    const segments = decodeSegments(spaced);
    const name = segments?.pop();
    const qualifiers = readQualifiers(query);
    const decodedVersion = decode(version);
    const subpath = decodeSegments(trimSlashes(fragment)
        .split("/")
        .filter((segment) => segment !== "." && segment !== "..")
        .join("/"));
    if (segments === undefined || name === undefined || qualifiers === undefined)
        return undefined;
    if (decodedVersion === undefined || subpath === undefined)
        return undefined;
    return {
        type: type[1].toLowerCase(),
        name,
        ...(segments.length === 0 ? {} : { namespace: segments.join("/") }),
        ...(decodedVersion === "" ? {} : { version: decodedVersion }),
        qualifiers,
        ...(subpath.length === 0 ? {} : { subpath: subpath.join("/") }),
    };
}
/** The version follows the last `@`. Writers that leave the `@` of a scope as it is (`npm/@scope/name`) are common. */
function cutVersion(path) {
    const at = path.lastIndexOf("@");
    const isScope = (at === 0 || path[at - 1] === "/") && path.includes("/", at);
    return isScope ? [path, ""] : cutLast(path, "@");
}
function cutLast(text, mark) {
    const at = text.lastIndexOf(mark);
    return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
function trimSlashes(path) {
    let [start, end] = [0, path.length];
    while (path[start] === "/")
        start++;
    while (end > start && path[end - 1] === "/")
        end--;
    return path.slice(start, end);
}
/** Empty segments do not count, encoded slashes make no segments, and a name may not hide one. */
function decodeSegments(path) {
    const segments = path.split("/").filter((segment) => segment !== "");
    if (path.endsWith("/") && path !== "/")
        return undefined;
    if (segments.length > MAX_PARTS)
        return undefined;
    const decoded = [];
    for (const segment of segments) {
        const text = decode(segment);
        if (text === undefined || text.includes("/"))
            return undefined;
        decoded.push(text);
    }
    return decoded;
}
function readQualifiers(query) {
    const qualifiers = new Map();
    if (query === "")
        return qualifiers;
    const pairs = query.split("&");
    if (pairs.length > MAX_PARTS)
        return undefined;
    const seen = new Set();
    for (const pair of pairs) {
        const equals = pair.indexOf("=");
        const key = pair.slice(0, equals < 0 ? undefined : equals).toLowerCase();
        const value = equals < 0 ? "" : decode(pair.slice(equals + 1));
        if (value === undefined || !KEY.test(key) || seen.has(key))
            return undefined;
        seen.add(key);
        if (value !== "")
            qualifiers.set(key, value);
    }
    return qualifiers;
}
/** Percent-decoding; a plus is a plus. Undefined where it is not UTF-8, or hides a control character. */
function decode(text) {
    try {
        const decoded = decodeURIComponent(text);
        return read_purl_CONTROL.test(decoded) ? undefined : decoded;
    }
    catch {
        return undefined;
    }
}
/** How a name of a type is put together, where the type is one of an ecosystem; undefined: it cannot be one of its packages. */
const ECOSYSTEMS = new Map([
    ["pypi", ["PyPI", pypi]],
    ["npm", ["npm", npm]],
    ["golang", ["Go", ({ namespace, name }) => (namespace === undefined ? name : `${namespace}/${name}`)]],
    ["cargo", ["crates.io", alone]],
    ["gem", ["RubyGems", alone]],
    ["composer", ["Packagist", within("/")]],
    ["maven", ["Maven", within(":")]],
    ["github", ["GitHub Actions", within("/")]],
    ["githubactions", ["GitHub Actions", within("/")]],
    ["cran", ["CRAN", alone]],
    ["nuget", ["NuGet", alone]],
    ["pub", ["Pub", alone]],
    // With a namespace it is a package of an organisation's own repository.
    ["hex", ["Hex", alone]],
]);
/** Never fails: what is of no ecosystem keeps the name it has. */
function packageOfPurl(read) {
    const { type, namespace, name, version, qualifiers } = read;
    const known = ECOSYSTEMS.get(type);
    const spelled = known?.[1](read);
    const locked = version === undefined ? {} : { version };
    if (known !== undefined && spelled !== undefined)
        return { ecosystem: known[0], name: spelled, ...locked, purl: purlOf(known[0], spelled, version) };
    const kept = Object.fromEntries([...qualifiers].filter(([key]) => read_purl_KEPT.has(key)));
    return {
        name: namespace === undefined || DISTRIBUTIONS.has(type) ? name : `${namespace}/${name}`,
        ...locked,
        purl: purl(type, namespace, name, version, kept),
    };
}
/** Qualifiers that tell packages apart, and hold no address. */
const read_purl_KEPT = new Set(["arch", "distro", "epoch", "channel", "subdir", "build"]);
/** Their namespace is the distribution (`debian`), no part of the name. */
const DISTRIBUTIONS = new Set(["deb", "apk", "rpm", "alpm"]);
function alone({ namespace, name }) {
    return namespace === undefined ? name : undefined;
}
function within(separator) {
    return ({ namespace, name }) => (namespace === undefined ? undefined : `${namespace}${separator}${name}`);
}
/** Some scanners take lines of a `setup.py` for names (`;platform-system`), which an index cannot have. */
function pypi({ namespace, name }) {
    return namespace === undefined && /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(pypiName(name))
        ? name
        : undefined;
}
/** A namespace is a scope, with or without its `@`. */
function npm({ namespace, name }) {
    return namespace === undefined ? name : `${namespace.startsWith("@") ? "" : "@"}${namespace}/${name}`;
}

;// CONCATENATED MODULE: ./src/lockfiles/sbom-component.ts





/** Hashes that are kept of one package; wheels and archives of one version have some fifty. CWE-770. */
const MAX_HASHES = 64;
/** Characters of a name without a purl, and of a path in an image. CWE-400. */
const sbom_component_MAX_NAME = 256;
/** Where scanners could not tell the version. */
const NO_VERSION = new Set(["", "UNKNOWN", "NOASSERTION", "NONE", "(devel)", "unspecified"]);
function* sbom_component_entriesOf(sbom) {
    const reached = reach(sbom);
    for (const [node, component] of sbom.components.entries()) {
        if (component.purls.length === 0 && component.isPackage)
            yield { kind: "package", pkg: unknown(component, sbom) };
        for (const text of component.purls) {
            const read = readPurl(text);
            if (read === undefined)
                yield {
                    kind: "unreadable",
                    at: component.at,
                    reason: "malformed",
                    detail: `no package URL: ${(0,core_text/* shorten */.ml)(text, 200)}`,
                };
            else {
                const found = packageOfPurl(withVersion(read, [read.version, component.version].find(isLocked)));
                if (found.ecosystem !== undefined || component.isPackage)
                    yield {
                        kind: "package",
                        pkg: { ...known(component, found, sbom.image ?? sbom_component_sourceOf(read)), ...reached[node] },
                    };
            }
        }
    }
}
/** A component without a purl: nobody knows what it would be called in a database. */
function unknown({ names, version, at, hashes }, { image }) {
    const name = (names[0] ?? "").slice(0, sbom_component_MAX_NAME) || "(no name)";
    // What stands there is kept, `UNKNOWN` too: the gap is that there is no database, not that nothing is locked.
    const locked = version === undefined || version === "" ? undefined : version.slice(0, sbom_component_MAX_NAME);
    return {
        name,
        ...(locked === undefined ? { unlocked: name } : { version: locked }),
        purl: purl("generic", undefined, name, locked),
        at,
        ...(hashes.length === 0 ? {} : { hashes: hashes.slice(0, MAX_HASHES) }),
        ...(image === undefined ? {} : { source: image }),
    };
}
function known(component, found, source) {
    const { ecosystem, version } = found;
    const name = spelling(found, component.names);
    return {
        name,
        ...(version === undefined ? { unlocked: name } : { version }),
        ...(ecosystem === undefined ? {} : { ecosystem }),
        purl: found.purl,
        at: component.at,
        ...(component.hashes.length === 0 ? {} : { hashes: component.hashes.slice(0, MAX_HASHES) }),
        ...(component.group === undefined ? {} : { group: component.group }),
        ...(source === undefined ? {} : { source }),
    };
}
function withVersion(read, version) {
    const { type, namespace, name, qualifiers } = read;
    return {
        type,
        name,
        qualifiers,
        ...(namespace === undefined ? {} : { namespace }),
        ...(version === undefined ? {} : { version: version.slice(0, sbom_component_MAX_NAME) }),
    };
}
function isLocked(version) {
    return version !== undefined && !NO_VERSION.has(version);
}
/** Writers of purls put names in lower case that are looked up with theirs (`github.com/BurntSushi/toml`, `JSONStream`). */
function spelling({ ecosystem, name }, names) {
    const plain = (text) => (ecosystem === "PyPI" ? pypiName(text) : text.toLowerCase());
    return names.find((each) => plain(each) === plain(name)) ?? name;
}
/** Hosts that serve what the registries of the ecosystems hold. */
const REGISTRIES = /^(?:https?:\/\/)?(?:[a-z0-9-]+\.)?(?:pypi\.org|pythonhosted\.org|npmjs\.org|yarnpkg\.com|golang\.org|crates\.io|rubygems\.org|packagist\.org|maven\.org|maven\.apache\.org|r-project\.org|nuget\.org|pub\.dev|hex\.pm|github\.com)(?:[/:]|$)/i;
/** Where the purl says that a package comes from somewhere else. */
function sbom_component_sourceOf({ type, qualifiers }) {
    const of = (kind, key) => {
        const address = qualifiers.get(key);
        if (address === undefined || (kind !== "vcs" && REGISTRIES.test(address)))
            return undefined;
        const local = kind === "url" && address.startsWith("file:");
        return { kind: local ? "local" : kind, where: address_withoutCredentials(address) };
    };
    // A channel's mirror, or a distribution's, is no index of a known ecosystem.
    return (of("vcs", "vcs_url") ?? of("url", "download_url") ?? (OWN.has(type) ? undefined : of("index", "repository_url")));
}
const OWN = new Set(["oci", "docker", "deb", "rpm", "apk", "conda"]);
/** The image that an SBOM is about: `serving@sha256:...`, or its name where no digest is told. Its tag is left out. */
function imageSource(name, digests) {
    const digest = digests.map((each) => /(?:^|@)(sha256:[0-9a-f]{64})$/.exec(each ?? "")?.[1]).find((each) => each);
    const bare = name.slice(0, sbom_component_MAX_NAME).replace(/@sha256:[0-9a-f]{0,64}$/, "");
    const plain = bare.includes("//") ? address_withoutCredentials(bare) : bare;
    return { kind: "image", where: digest === undefined ? plain : `${plain.replace(/:[\w.-]{1,128}$/, "")}@${digest}` };
}
/** The place in the file, and in the image where a scanner tells it. */
function sbom_component_placeOf(path, line, inside) {
    return { path, inside: inside === undefined || inside === "" ? [] : [inside.slice(0, sbom_component_MAX_NAME)], line };
}
/** `sha256:<hex>` of `SHA-256` (CycloneDX) or `SHA256` (SPDX). */
function hashOf(algorithm, value) {
    if (algorithm === undefined || value === undefined || !/^[0-9a-fA-F]{32,128}$/.test(value))
        return [];
    if (!/^[A-Za-z0-9-]{1,20}$/.test(algorithm))
        return [];
    return [`${algorithm.toLowerCase().replace(/^sha-/, "sha")}:${value.toLowerCase()}`];
}
/** How each component comes in. Where the file does not say what the described thing asks for, nothing is called direct. */
function reach({ components, asks, asked }) {
    if (asks.size === 0 && asked === undefined)
        return [];
    const graph = {
        size: components.length,
        name: (node) => components[node].names[0] ?? "",
        asks: (node) => asks.get(node) ?? [],
    };
    if (asked !== undefined)
        return reachPackages({ ...graph, roots: passThrough(asked, components, asks) });
    return reachPackages({ ...graph, roots: withoutAsker(graph.size, asks), complete: false }).map(({ via }) => via === undefined || via.length === 0 ? {} : { via });
}
function withoutAsker(size, asks) {
    const askedFor = new Uint8Array(size);
    for (const [node, others] of asks)
        for (const other of others)
            if (other !== node)
                askedFor[other] = 1;
    return [...asks.keys()].filter((node) => askedFor[node] === 0).map((node) => ({ node }));
}
/** Between an image and its packages stand lockfiles and the operating system (Trivy): what these ask for is asked for. */
function passThrough(asked, components, asks) {
    const seen = new Set(asked);
    for (const node of seen)
        if (components[node].purls.length === 0)
            for (const other of asks.get(node) ?? [])
                seen.add(other);
    return [...seen].filter((node) => components[node].purls.length > 0).map((node) => ({ node }));
}

;// CONCATENATED MODULE: ./src/lockfiles/cyclonedx-sbom.ts





/** Values of one SBOM. Syft and SPDX have one in 30 to 45 characters. CWE-770. */
const MAX_SBOM_VALUES = 1_500_000;
/** Components, files among them. The image of a full distribution with GPU libraries has some 30,000. CWE-770. */
const MAX_COMPONENTS = 150_000;
/** Later versions add to what is there, as far as they are 1. */
const NEWEST = 7;
/**
 * CycloneDX, JSON, 1.2 to 1.7 (https://cyclonedx.org/docs/1.7/json/): an inventory as Syft, Trivy, cdxgen and the plug-ins
 * of package managers write it.
 */
const cyclonedxSbom = {
    id: "cyclonedx-sbom",
    title: "CycloneDX SBOM (JSON)",
    claims: (path) => /(?:^|\/)(?:[^/]*\.(?:cdx|cyclonedx|sbom|bom)\.json|bom\.json|sbom[^/]*\.json)$/i.test(path),
    sniff: (head) => /"bom(?:Format|-ref)"|cyclonedx\.org\/schema\//.test(head),
    *parse(text, context) {
        const root = (0,json/* parseJson */.qF)(text, MAX_SBOM_VALUES);
        const newer = checkHead(root);
        if (newer !== undefined)
            yield { kind: "unreadable", at: sbom_component_placeOf(context.path, 1, undefined), reason: "unsupported", detail: newer };
        yield* cyclonedx_sbom_read(root, text, context);
    },
};
function checkHead(root) {
    if ((0,json/* stringOf */.Je)((0,json/* member */.Dc)(root, "bomFormat")) !== "CycloneDX")
        throw new core_bytes/* Malformed */.sG("it does not say bomFormat: CycloneDX", 0);
    const twice = (0,json/* duplicates */.XI)(root).find(({ key }) => ["components", "dependencies", "metadata"].includes(key));
    if (twice !== undefined)
        throw new core_bytes/* Malformed */.sG(`${twice.key} stands in it twice`, twice.at);
    const version = (0,json/* stringOf */.Je)((0,json/* member */.Dc)(root, "specVersion")) ?? "";
    const minor = /^1\.(\d{1,2})$/.exec(version)?.[1];
    if (minor === undefined || Number(minor) < 2)
        throw new core_bytes/* Unsupported */.O0(`CycloneDX ${version.slice(0, 20) || "without a specVersion"} is not read; 1.2 to 1.${NEWEST} are`);
    return Number(minor) > NEWEST
        ? `CycloneDX ${version} is newer than 1.${NEWEST}: it was read as that, and what is new in it was not`
        : undefined;
}
function* cyclonedx_sbom_read(root, text, { path }) {
    const lines = new syntax_lines/* Lines */.q(text);
    const described = (0,json/* member */.Dc)(root, "metadata", "component");
    const components = [...componentsOf(root), ...(described === undefined ? [] : componentsOf(described))].map((node) => toComponent(node, path, lines));
    const { asks, asked } = dependencies(root, components, (0,json/* stringOf */.Je)((0,json/* member */.Dc)(described, "bom-ref")));
    const image = imageOf(described);
    yield* sbom_component_entriesOf({
        components,
        asks,
        ...(asked === undefined ? {} : { asked }),
        ...(image === undefined ? {} : { image }),
    });
}
/** All components below a node, those inside others behind them. Iterative: depth costs no stack. */
function* componentsOf(root) {
    const open = [(0,json/* itemsOf */.S3)((0,json/* member */.Dc)(root, "components")).values()];
    for (let count = 0; open.length > 0;) {
        const { value: node, done } = open.at(-1).next();
        if (done === true)
            open.pop();
        else if (node.kind === "object") {
            if (++count > MAX_COMPONENTS)
                throw new core_bytes/* Malformed */.sG(`it has more than ${MAX_COMPONENTS} components`, node.start);
            const twice = (0,json/* duplicates */.XI)(node).find(({ key }) => key === "purl" || key === "components");
            if (twice !== undefined)
                throw new core_bytes/* Malformed */.sG(`${twice.key} stands twice in a component`, twice.at);
            yield node;
            open.push((0,json/* itemsOf */.S3)((0,json/* member */.Dc)(node, "components")).values());
        }
        else
            throw new core_bytes/* Malformed */.sG("a component is no object", node.start);
    }
}
/** Kinds of components that are no packages, whatever they are called. */
const OTHER_TYPES = new Set([
    "file",
    "data",
    "cryptographic-asset",
    "machine-learning-model",
    "operating-system",
    "device",
]);
function toComponent(node, path, lines) {
    const text = (key) => (0,json/* stringOf */.Je)((0,json/* member */.Dc)(node, key));
    const [ref, name, space, version, purl] = [
        text("bom-ref"),
        text("name") ?? "",
        text("group"),
        text("version"),
        text("purl"),
    ];
    const properties = propertiesOf(node);
    const group = cyclonedx_sbom_groupOf(text("scope"), properties);
    const names = space === undefined || space === "" ? [name] : [`${space}/${name}`, `${space}:${name}`, name];
    const inside = properties.get("syft:location:0:path") ??
        (0,json/* stringOf */.Je)((0,json/* member */.Dc)((0,json/* itemsOf */.S3)((0,json/* member */.Dc)(node, "evidence", "occurrences"))[0], "location"));
    return {
        ...(ref === undefined ? {} : { ref }),
        names,
        ...(version === undefined ? {} : { version }),
        purls: purl === undefined || purl === "" ? [] : [purl],
        at: sbom_component_placeOf(path, lines.lineOf(((0,json/* member */.Dc)(node, "purl") ?? node).start), inside),
        hashes: (0,json/* itemsOf */.S3)((0,json/* member */.Dc)(node, "hashes")).flatMap((hash) => hashOf((0,json/* stringOf */.Je)((0,json/* member */.Dc)(hash, "alg")), (0,json/* stringOf */.Je)((0,json/* member */.Dc)(hash, "content")))),
        ...(group === undefined ? {} : { group }),
        isPackage: !OTHER_TYPES.has(text("type") ?? ""),
    };
}
function propertiesOf(node) {
    const properties = new Map();
    for (const property of (0,json/* itemsOf */.S3)((0,json/* member */.Dc)(node, "properties"))) {
        const [name, value] = [(0,json/* stringOf */.Je)((0,json/* member */.Dc)(property, "name")), (0,json/* stringOf */.Je)((0,json/* member */.Dc)(property, "value"))];
        if (name !== undefined && value !== undefined && !properties.has(name))
            properties.set(name, value);
    }
    return properties;
}
/** What package managers' own writers say of a group (https://github.com/CycloneDX/cyclonedx-property-taxonomy). */
function cyclonedx_sbom_groupOf(scope, properties) {
    if (properties.get("cdx:npm:package:development") === "true")
        return "dev";
    const named = properties.get("cdx:poetry:group") ?? properties.get("cdx:pipenv:category");
    if (named !== undefined && !["main", "default", "packages"].includes(named))
        return named.slice(0, 100);
    return scope === "excluded" ? "excluded" : undefined;
}
function dependencies(root, components, described) {
    const byRef = new Map(components.flatMap(({ ref }, node) => (ref === undefined ? [] : [[ref, node]])));
    const asks = new Map();
    const asked = [];
    for (const dependency of (0,json/* itemsOf */.S3)((0,json/* member */.Dc)(root, "dependencies"))) {
        const ref = (0,json/* stringOf */.Je)((0,json/* member */.Dc)(dependency, "ref"));
        const node = byRef.get(ref ?? "");
        const into = ref !== undefined && ref === described ? asked : (asks.get(node ?? -1) ?? []);
        for (const other of (0,json/* itemsOf */.S3)((0,json/* member */.Dc)(dependency, "dependsOn"))) {
            const found = byRef.get((0,json/* stringOf */.Je)(other) ?? "");
            if (found !== undefined)
                into.push(found);
        }
        if (into !== asked && into.length > 0 && node !== undefined)
            asks.set(node, into);
    }
    return { asks, ...(asked.length === 0 ? {} : { asked }) };
}
/** Syft puts an image's digest into `version`, Trivy into the purl and a property of its own. */
function imageOf(described) {
    const text = (key) => (0,json/* stringOf */.Je)((0,json/* member */.Dc)(described, key));
    const read = readPurl(text("purl") ?? "");
    const isImage = text("type") === "container" || read?.type === "oci" || read?.type === "docker";
    if (!isImage)
        return undefined;
    const digest = propertiesOf(described).get("aquasecurity:trivy:RepoDigest");
    return imageSource(text("name") ?? read?.name ?? "", [read?.version, digest, text("version"), text("name")]);
}

;// CONCATENATED MODULE: ./src/lockfiles/text-lines.ts

/** Characters of one line. The longest real ones, with long addresses, have some hundred. CWE-400. */
const text_lines_MAX_LINE = 16_384;
/** The lines of a lockfile that is read line by line. Throws `Malformed` for a NUL byte and for a line without end. */
function* textLines(text) {
    const nul = text.indexOf("\0");
    let line = 0;
    for (let place = 0; place < text.length;) {
        line++;
        const found = text.indexOf("\n", place);
        const end = found < 0 ? text.length : found;
        if (nul >= 0 && nul < end)
            throw new core_bytes/* Malformed */.sG(`line ${line} has a NUL byte`, nul);
        if (end - place > text_lines_MAX_LINE)
            throw new core_bytes/* Malformed */.sG(`line ${line} has more than ${text_lines_MAX_LINE} characters`, place);
        yield { text: text.slice(place, text[end - 1] === "\r" ? end - 1 : end), line, place };
        place = end + 1;
    }
}

;// CONCATENATED MODULE: ./src/lockfiles/gemfile-lock.ts





/** Gems of one file, once for each platform. The largest real ones have some thousand. CWE-770. */
const MAX_GEMS = 200_000;
/** Lines that cannot be read that are told one by one. CWE-770. */
const gemfile_lock_MAX_PROBLEMS = 20;
/** Lines of one file. CWE-770. */
const gemfile_lock_MAX_LINES = 1_000_000;
/** Gemfile.lock and gems.locked, as Bundler writes them (https://bundler.io/man/bundle-lock.1.html). */
const gemfileLock = {
    id: "gemfile-lock",
    title: "Bundler (Gemfile.lock)",
    claims: (path) => /(?:^|\/)(?:Gemfile\.lock|gems\.locked)$/.test(path),
    parse: parseGemfile,
    upgrade: ({ name }) => `bundle update --conservative ${name}`,
};
/** `name (version)`; a gem's version has no hyphen, so that a platform may follow it: `nokogiri (1.15.0-x86_64-linux)`. */
const SPEC = /^([^\s()]{1,300}) \(([^\s()-]{1,300})(?:-([^\s()]{1,300}))?\)$/;
const SOURCES = new Set(["GEM", "GIT", "PATH", "PLUGIN SOURCE"]);
function* parseGemfile(text, { path }) {
    const { gems, sections, asked, checksums, problems } = readGemfile(text);
    for (const line of problems) {
        const detail = `line ${line} is no gem with a version`;
        yield { kind: "unreadable", at: { path, inside: [], line }, reason: "malformed", detail };
    }
    yield* otherIndexes(sections, path);
    const numbers = new Map();
    gems.forEach(({ name }, number) => numbers.set(name, number));
    const numberOf = (name) => numbers.get(name);
    const known = (names) => [...names].map(numberOf).filter((each) => each !== undefined);
    const reached = reachPackages({
        size: gems.length,
        name: (number) => gems[number].name,
        asks: (number) => known(gems[number].asks),
        roots: known(asked.keys()).map((node) => ({ node })),
    });
    const seen = new Set();
    for (const gem of gems) {
        const { name, version, section, line } = gem;
        const key = `${name}\0${version}\0${section.line}`;
        // The project's own gem is no dependency, and one for several platforms is one.
        if (seen.has(key) || (section.title === "PATH" && section.remotes[0] === "."))
            continue;
        seen.add(key);
        const hashes = checksums.get(`${name} ${version}`);
        const at = { path, inside: [], line };
        const told = reached[numberOf(name)];
        const wanted = asked.get(name);
        yield {
            kind: "package",
            pkg: {
                ...gemfile_lock_packageOf(gem),
                at,
                ...told,
                ...(hashes === undefined ? {} : { hashes }),
                ...(wanted === undefined || wanted === "" ? {} : { wanted }),
            },
        };
    }
}
function gemfile_lock_packageOf({ name, version, section }) {
    const source = gemfile_lock_sourceOf(section);
    return {
        name,
        version,
        ...(source?.kind === "local" ? {} : { ecosystem: "RubyGems" }),
        purl: purlOf("RubyGems", name, version),
        ...(source === undefined ? {} : { source }),
    };
}
function gemfile_lock_sourceOf({ title, remotes, revision }) {
    const where = address_withoutCredentials(remotes[0] ?? "");
    if (title === "PATH")
        return { kind: "local", where };
    if (title === "GIT" || revision !== "")
        return { kind: "vcs", where: revision === "" ? where : `${where}@${revision}` };
    return remotes.every(isRubyGems)
        ? undefined
        : { kind: "index", where: address_withoutCredentials(remotes.find((each) => !isRubyGems(each))) };
}
function isRubyGems(remote) {
    return ["rubygems.org", "index.rubygems.org"].includes(httpsHost(remote) ?? "");
}
function* otherIndexes(sections, path) {
    const seen = new Set();
    for (const { title, remotes, line } of sections)
        for (const remote of title === "GEM" ? remotes : []) {
            const what = address_withoutCredentials(remote);
            if (isRubyGems(remote) || seen.has(what))
                continue;
            seen.add(what);
            const detail = "gems are taken from an index that is not rubygems.org";
            yield { kind: "practice", at: { path, inside: [], line }, practice: { kind: "other-index", what, detail } };
        }
}
function readGemfile(text) {
    const read = { gems: [], sections: [], asked: new Map(), checksums: new Map(), problems: [] };
    let section;
    let title = "";
    for (const { text: raw, line, place } of textLines(text)) {
        const written = raw.trim();
        const indent = raw.length - raw.trimStart().length;
        if (/^(?:<<<<<<<|=======|>>>>>>>)/.test(raw))
            throw new core_bytes/* Malformed */.sG(`line ${line} is of a merge that was not finished`, place);
        if (line > gemfile_lock_MAX_LINES)
            throw new core_bytes/* Malformed */.sG("it has more lines than any project", place);
        if (written === "")
            continue;
        if (indent === 0) {
            title = written;
            section = SOURCES.has(title) ? { title, remotes: [], line, revision: "" } : undefined;
            if (section !== undefined)
                read.sections.push(section);
        }
        else if (section !== undefined) {
            const gem = read.gems.at(-1);
            if (indent === 4)
                addGem(read, written, line, section);
            else if (indent > 4 && gem?.section === section)
                gem.asks.push(written.split(" ", 1)[0].replace(/!$/, ""));
            else if (written.startsWith("remote: "))
                section.remotes.push(written.slice(8).trim());
            else if (written.startsWith("revision: "))
                section.revision = written.slice(10).trim().slice(0, 100);
            if (read.gems.length > MAX_GEMS)
                throw new core_bytes/* Malformed */.sG("it has more gems than any project", place);
        }
        else if (title === "DEPENDENCIES")
            ask(read.asked, written);
        else if (title === "CHECKSUMS")
            checksum(read.checksums, written);
    }
    return read;
}
function addGem({ gems, problems }, written, line, section) {
    const [, name, version] = SPEC.exec(written.replace(/!$/, "")) ?? [];
    if (name !== undefined && version !== undefined)
        gems.push({ name, version, line, section, asks: [] });
    else if (problems.length < gemfile_lock_MAX_PROBLEMS)
        problems.push(line);
}
/** `rails (~> 7.0)`, or with `!` where the Gemfile says where it comes from. */
function ask(asked, written) {
    const [, name, , wanted] = /^([^\s()!]{1,300})!?( \(([^()]{0,1000})\))?!?$/.exec(written) ?? [];
    if (name !== undefined)
        asked.set(name, wanted ?? "");
}
/** `nokogiri (1.15.0-x86_64-linux) sha256=...`; those of all platforms of a version stand together. */
function checksum(checksums, written) {
    const [, spec, hashes] = /^(\S+ \(\S+\)) (\S+)$/.exec(written) ?? [];
    const [, name, version] = SPEC.exec(spec ?? "") ?? [];
    if (name === undefined || hashes === undefined)
        return;
    const key = `${name} ${version}`;
    const all = hashes.split(",").map((each) => each.replace("=", ":"));
    checksums.set(key, [...(checksums.get(key) ?? []), ...all].slice(0, 20));
}

;// CONCATENATED MODULE: ./src/lockfiles/github-workflow/publishing.ts
/**
 * What a workflow says that builds or publishes models, packages or images: tools and services by name, and permissions to write.
 * An action in it runs beside what gets published. Words, not commands: a workflow calls scripts as well.
 */
const SIGNS = [
    // Models and their tools.
    /\b(?:huggingface|hugging_face|hf_token|transformers|safetensors|pytorch|torch|tensorflow|keras|onnx|gguf|sklearn|scikit-learn)\b/,
    /\b(?:mlflow|wandb|sagemaker|vertex-?ai|kserve|bentoml|triton|ollama)\b/,
    /\b(?:hf|huggingface-cli) (?:upload|repo)\b/,
    /\bdvc (?:push|repro|exp)\b/,
    /\bmodels?\b/,
    // Images and packages.
    /\bdocker(?: buildx build[^\n]{0,500}--push| (?:image )?push)\b/,
    /\bbuild-push-action\b/,
    /\b(?:twine|uv|poetry|pdm|hatch|flit|maturin) (?:upload|publish)\b/,
    /\b(?:gh-action-pypi-publish|npm publish|cargo publish|gem push)\b/,
    // Permissions.
    /\b(?:id-token|packages|contents|attestations|deployments)["']?\s*:\s*["']?write\b/,
    /\bpermissions["']?\s*:\s*["']?write-all\b/,
];
/** Whether a workflow builds or publishes models. Comments do not count. */
function publishes(text) {
    const said = text.toLowerCase().replace(/^[ \t]*#.*$/gm, "");
    return SIGNS.some((sign) => sign.test(said));
}
/** Whose actions everyone runs: GitHub's own. */
const publishing_OWN = new Set(["actions", "github"]);
/** Whether an action comes from somebody else than GitHub. */
function isThirdParty(owner) {
    return !publishing_OWN.has(owner.toLowerCase());
}

;// CONCATENATED MODULE: ./src/lockfiles/github-workflow/uses.ts

/** Characters of one reference. CWE-400. */
const MAX_USES = 500;
const ACTION = /^([A-Za-z0-9][A-Za-z0-9-]{0,99})\/([\w.-]{1,100})(?:\/[^@\s]{0,300})?@(\S{1,255})$/;
const uses_COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i;
/** Three numbers are a release; `v4` and `v4.1` are moved along by most projects. */
const uses_RELEASE = /^v?(\d{1,9}\.\d{1,9}\.\d{1,9}(?:[-+][0-9A-Za-z.+-]{1,100})?)$/;
/**
 * `owner/repo[/path]@ref` of a step or a reusable workflow
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsuses). `comment`: what
 * stands behind it in the line, where the version of a pinned commit is told. Undefined where it is none.
 */
function readAction(uses, comment, at) {
    const [, owner, repo, ref] = uses.length > MAX_USES ? [] : (ACTION.exec(uses) ?? []);
    if (owner === undefined || repo === undefined || ref === undefined)
        return undefined;
    const name = `${owner}/${repo}`;
    const pinned = uses_COMMIT.test(ref);
    const version = uses_RELEASE.exec(pinned ? versionIn(comment) : ref)?.[1];
    const common = { owner, written: `${name}@${ref}`, pinned };
    if (version !== undefined || !pinned) {
        const pkg = {
            name,
            purl: purlOf("GitHub Actions", name, version),
            ecosystem: "GitHub Actions",
            at,
            direct: true,
        };
        return { ...common, pkg: { ...pkg, ...(version === undefined ? { unlocked: ref } : { version }) } };
    }
    // A commit without a word about its version: nothing is open, but there is nothing to look up either.
    const source = { kind: "vcs", where: `https://github.com/${name}@${ref}` };
    const [space, base] = [owner.toLowerCase(), repo.toLowerCase()];
    return { ...common, pkg: { name, purl: purl("github", space, base, ref), at, direct: true, source } };
}
/** `# v4.1.2`, `# tag=v4.1.2`, `# pin@v4.1.2`. */
function versionIn(comment) {
    return /^[ \t]*#[ \t]*(?:[a-z]{1,20}[=@:][ \t]*)?(\S{1,120})/i.exec(comment)?.[1] ?? "";
}
/** `docker://image:tag` or `docker://image@sha256:...`: an image, of which OSV knows nothing. */
function readImage(uses, at) {
    if (uses.length > MAX_USES || !/^docker:\/\//i.test(uses))
        return undefined;
    const where = uses.slice("docker://".length).trim();
    const [image = "", digest] = where.split("@", 2);
    const colon = image.lastIndexOf(":");
    const tagged = colon > image.lastIndexOf("/");
    const name = tagged ? image.slice(0, colon) : image;
    if (name === "")
        return undefined;
    const tag = tagged ? image.slice(colon + 1) : "latest";
    const source = { kind: "image", where };
    if (digest !== undefined && /^sha256:[0-9a-f]{64}$/i.test(digest)) {
        const base = name.slice(name.lastIndexOf("/") + 1).toLowerCase();
        const place = purl("oci", undefined, base, digest.toLowerCase(), {
            repository_url: name.toLowerCase(),
            tag: tagged ? tag : undefined,
        });
        return { name, version: digest.toLowerCase(), purl: place, at, direct: true, source };
    }
    const cut = name.lastIndexOf("/");
    const place = purl("docker", cut < 0 ? undefined : name.slice(0, cut), name.slice(cut + 1), tag);
    return { name, purl: place, at, direct: true, source, unlocked: tag };
}

;// CONCATENATED MODULE: ./src/lockfiles/github-workflow/index.ts






/** References that cannot be read that are told one by one. CWE-770. */
const github_workflow_MAX_PROBLEMS = 20;
/** Mappings whose names are the user's own: inputs of an action, variables. */
const FREE = new Set(["with", "env", "inputs", "outputs", "secrets"]);
/**
 * Workflows and actions of GitHub: which actions, reusable workflows and images they run, and in those that build or publish
 * models, which of them somebody else can change.
 */
const githubWorkflow = {
    id: "github-workflow",
    title: "GitHub workflows and actions",
    claims: (path) => /(?:^|\/)(?:\.github\/workflows\/[^/]+|action)\.ya?ml$/.test(path),
    parse: parseWorkflow,
};
function* parseWorkflow(text, { path }) {
    const nul = text.indexOf("\0");
    if (nul >= 0)
        throw new core_bytes/* Malformed */.sG("it is no YAML: it has a NUL byte", nul);
    const { roots, problems } = (0,yaml_places/* parseYaml */.hN)(text);
    const risky = publishes(text);
    const told = new Set();
    let unread = 0;
    for (const use of usesOf(roots, text, path)) {
        const { text: written, comment, at } = use;
        if (written.startsWith("./") || written.startsWith("../"))
            continue;
        const image = readImage(written, at);
        if (image !== undefined) {
            yield { kind: "package", pkg: image };
            continue;
        }
        const action = readAction(written, comment, at);
        if (action === undefined) {
            const detail = "what a step uses is no action with a version, no image and no directory";
            if (++unread <= github_workflow_MAX_PROBLEMS)
                yield { kind: "unreadable", at, reason: "malformed", detail };
            continue;
        }
        yield { kind: "package", pkg: action.pkg };
        if (!risky || action.pinned || !isThirdParty(action.owner) || told.has(action.written))
            continue;
        told.add(action.written);
        yield { kind: "practice", at, practice: unpinned(action.written) };
    }
    if (problems.length > 0)
        throw new core_bytes/* Malformed */.sG(`it is no YAML: ${problems[0]}`);
}
function unpinned(what) {
    const detail = "an action of somebody else is not pinned to a commit in a workflow that builds or publishes: whoever can move its tag runs beside what gets published";
    return { kind: "unpinned-action", what, detail };
}
/** Every `uses` wherever it stands, since aliases may stand anywhere, and the image of an action. */
function* usesOf(roots, text, path) {
    const lines = new syntax_lines/* Lines */.q(text);
    const use = (node) => {
        const said = (0,json/* stringOf */.Je)(node)?.trim();
        if (node === undefined || said === undefined)
            return undefined;
        const end = text.indexOf("\n", node.end);
        const comment = text.slice(node.end, end < 0 ? undefined : end);
        return { text: said, comment, at: { path, inside: [], line: lines.lineOf(node.start) } };
    };
    for (const root of roots) {
        for (const { node, path: keys } of (0,json/* objectsOf */.iZ)(root)) {
            if (FREE.has(keys.at(-1) ?? ""))
                continue;
            for (const each of node.members) {
                const found = each.key === "uses" ? use(each.value) : undefined;
                if (found !== undefined)
                    yield found;
            }
        }
        const image = use((0,json/* member */.Dc)(root, "runs", "image"));
        if (image?.text.startsWith("docker://"))
            yield image;
    }
}

;// CONCATENATED MODULE: ./src/lockfiles/go-version.ts
/** `v1.2.3`, `v2.0.0+incompatible`, pseudo-versions (https://go.dev/ref/mod#versions); some people leave the `v`. */
const go_version_VERSION = /^v?\d{1,18}\.\d{1,18}\.\d{1,18}(?:-[0-9A-Za-z.-]{1,200})?(?:\+[0-9A-Za-z.-]{1,200})?$/;
/** Whether it is one version, and no branch, tag or commit, which the go command would resolve and write down. */
function isGoVersion(version) {
    return go_version_VERSION.test(version);
}
/** As OSV spells it: without the `v`, whatever follows stays. */
function bareGoVersion(version) {
    return version.replace(/^v/, "");
}
function upgradeGo({ name, version }) {
    return `go get ${name}@v${bareGoVersion(version)} && go mod tidy`;
}

;// CONCATENATED MODULE: ./src/lockfiles/go-sum.ts




/** Lines of one file; the largest real ones have some 10,000. CWE-770. */
const go_sum_MAX_LINES = 400_000;
/**
 * Checksums of modules (https://go.dev/ref/mod#go-sum-files). It has versions that were only looked at and are not built from,
 * so it is read only where no go.mod stands beside it, which knows better. A line for the go.mod of a version is no
 * use of that version.
 */
const goSum = {
    id: "go-sum",
    title: "Go checksums (go.sum)",
    claims: (path) => /(?:^|\/)go\.sum$/.test(path),
    parse: parseGoSum,
    upgrade: upgradeGo,
};
function* parseGoSum(text, context) {
    if (context.siblings().includes("go.mod"))
        return;
    for (const sum of sums(text))
        yield { kind: "package", pkg: summed(sum, context.path) };
}
/** The package of a line; `path` is of the go.sum. */
function summed({ name, version, hash, line }, path) {
    const exact = isGoVersion(version) ? bareGoVersion(version) : undefined;
    return {
        name,
        ...(exact === undefined ? { unlocked: version } : { version: exact }),
        ecosystem: "Go",
        purl: purlOf("Go", name, exact),
        at: { path, inside: [], line },
        hashes: [hash],
    };
}
/** The modules of a go.sum beside a go.mod; empty where there is none, or from the line that cannot be read. */
function goSumsBeside(context) {
    const read = [];
    if (!context.siblings().includes("go.sum"))
        return read;
    const file = context.include("go.sum");
    if (!("text" in file))
        return read;
    try {
        for (const each of sums(file.text))
            read.push(each);
    }
    catch (error) {
        if (!(error instanceof core_bytes/* Malformed */.sG))
            throw error;
    }
    return read;
}
function* sums(text) {
    for (const { text: raw, line, place } of textLines(text)) {
        if (line > go_sum_MAX_LINES)
            throw new core_bytes/* Malformed */.sG(`it has more than ${go_sum_MAX_LINES.toLocaleString("en-US")} lines`, place);
        if (raw.trim() === "")
            continue;
        const [, name, version, hash] = /^(\S{1,2000}) (\S{1,500}) (h\d:\S{1,200})$/.exec(raw.trim()) ?? [];
        if (name === undefined)
            throw new core_bytes/* Malformed */.sG(`it is no go.sum: line ${line} is no module, version and hash`, place);
        if (!version.endsWith("/go.mod"))
            yield { name, version: version, hash: hash, line };
    }
}

;// CONCATENATED MODULE: ./src/lockfiles/go-directives.ts


const WORD = /"((?:[^"\\]|\\.)*)"|`([^`]*)`|(?:(?!\/\/)[^\s"`()])+|[()]/gy;
const go_directives_SPACE = /[ \t]*/y;
/** Lines of one go.mod. The largest real ones have some thousand. CWE-400. */
const go_directives_MAX_LINES = 2_000_000;
/** The lexical elements of https://go.dev/ref/mod#go-mod-file-lexical, line by line. Throws `Malformed` with the place. */
function* goDirectives(text) {
    let block;
    for (const { text: raw, line, place } of textLines(text)) {
        if (line > go_directives_MAX_LINES)
            throw new core_bytes/* Malformed */.sG(`it has more than ${go_directives_MAX_LINES} lines`, place);
        const { words, comment } = wordsOf(raw, line, place);
        if (block !== undefined) {
            if (words[0] === ")")
                block = undefined;
            else if (words.length > 0)
                yield { verb: block, words, comment, line, place };
        }
        else if (words[1] === "(")
            block = words[0];
        else if (words.length > 0)
            yield { verb: words[0], words: words.slice(1), comment, line, place };
    }
    if (block !== undefined)
        throw new core_bytes/* Malformed */.sG("it is no go.mod: it ends inside of a block", text.length);
}
function wordsOf(raw, line, place) {
    const words = [];
    for (let at = 0;;) {
        go_directives_SPACE.lastIndex = at;
        at += go_directives_SPACE.exec(raw)[0].length;
        const rest = raw.slice(at, at + 2);
        if (rest === "//")
            return { words, comment: raw.slice(at + 2).trim() };
        if (rest.trim() === "" && raw.slice(at).trim() === "")
            return { words, comment: "" };
        WORD.lastIndex = at;
        const word = WORD.exec(raw);
        if (word === null)
            throw new core_bytes/* Malformed */.sG(`it is no go.mod: line ${line} cannot be read`, place + at);
        words.push(word[1] ?? word[2] ?? word[0]);
        at = WORD.lastIndex;
    }
}

;// CONCATENATED MODULE: ./src/lockfiles/go-mod.ts





const VERBS = new Set("module go toolchain require replace exclude retract godebug tool ignore".split(" "));
/** Replacements of one file; each is looked up by name. CWE-770. */
const MAX_REPLACES = 100_000;
/**
 * The modules of a Go project, as `go mod tidy` writes them (https://go.dev/ref/mod#go-mod-file): since Go 1.17 all that are
 * built from, indirect ones included. A replaced module is audited as what replaces it. The `go` and `toolchain` lines
 * say a minimum, not what builds the program, and are not taken for a version of the standard library.
 */
const goMod = {
    id: "go-mod",
    title: "Go modules (go.mod)",
    claims: (path) => /(?:^|\/)go\.(?:mod|work)$/.test(path),
    parse: (text, context) => (context.path.endsWith(".work") ? parseGoWork(text, context) : parseGoMod(text, context)),
    upgrade: upgradeGo,
};
function* parseGoMod(text, context) {
    const replaces = new Map();
    let namesAll = false;
    let unknown;
    // Twice through the text: replacements stand behind what they replace, and a list of all lines would be large.
    const broken = attempt(() => {
        for (const each of goDirectives(text))
            if (!VERBS.has(each.verb))
                unknown ??= each;
            else if (each.verb === "go")
                namesAll = namesAllModules(each);
            else if (each.verb === "replace") {
                if (replaces.size >= MAX_REPLACES)
                    throw new core_bytes/* Malformed */.sG(`it has more than ${MAX_REPLACES} replacements`, each.place);
                const { old } = replacement(each);
                replaces.set(go_mod_keyOf(old.name, old.version), each);
            }
    });
    if (unknown !== undefined) {
        const at = { path: context.path, inside: [], line: unknown.line };
        const detail = `line ${unknown.line} is no line of a go.mod that is known`;
        yield { kind: "unreadable", at, reason: "unsupported", detail };
    }
    const beside = goSumsBeside(context);
    const hashes = new Map(beside.map(({ name, version, hash }) => [go_mod_keyOf(name, version), [hash]]));
    const required = new Set();
    for (const each of goDirectives(text))
        if (each.verb === "require") {
            const pkg = go_mod_packageOf(each, replaces, hashes, context.path);
            required.add(go_mod_keyOf(pkg.name, pkg.version ?? ""));
            yield { kind: "package", pkg };
        }
    if (broken !== undefined)
        throw broken;
    if (namesAll)
        return;
    const path = context.path.replace(/go\.mod$/, "go.sum");
    for (const sum of beside)
        if (!isAmong(required, sum))
            yield { kind: "package", pkg: { ...summed(sum, path), direct: false } };
}
/** A workspace (https://go.dev/ref/mod#workspaces): what it replaces goes before what the modules in it ask for and replace. */
function* parseGoWork(text, { path }) {
    const around = { path, direct: true, hashes: new Map() };
    for (const each of goDirectives(text)) {
        if (each.verb !== "replace")
            continue;
        const { by } = replacement(each);
        const { line } = each;
        if (by.version !== "")
            yield { kind: "package", pkg: moduleOf(by, { ...around, line }) };
    }
}
/** Since Go 1.17 a go.mod names what is built from, indirect modules included; before, and without a `go` line, it does not. */
function namesAllModules({ words }) {
    const [, major, minor] = /^(\d{1,9})\.(\d{1,9})/.exec(words[0] ?? "") ?? [];
    return Number(major) > 1 || Number(minor) >= 17;
}
/** What it threw, to be thrown again when all that can be read was. */
function attempt(work) {
    try {
        work();
        return undefined;
    }
    catch (error) {
        if (error instanceof core_bytes/* Malformed */.sG)
            return error;
        throw error;
    }
}
function isAmong(required, { name, version }) {
    return required.has(go_mod_keyOf(name, bareGoVersion(version)));
}
/** Name and version as one key; a replacement without a version is for all of them. */
function go_mod_keyOf(name, version) {
    return `${name}\0${version}`;
}
function go_mod_packageOf({ words, comment, line, place }, replaces, hashes, path) {
    const [name, version] = words;
    if (name === undefined || version === undefined || words.length > 2)
        throw new core_bytes/* Malformed */.sG(`it is no go.mod: line ${line} asks for no module with a version`, place);
    const direct = !/^indirect(?:;|$)/.test(comment);
    // The exact version goes before the line for all versions, as the go command has it.
    const replaced = replaces.get(go_mod_keyOf(name, version)) ?? replaces.get(go_mod_keyOf(name, ""));
    if (replaced === undefined)
        return moduleOf({ name, version }, { path, line, direct, hashes });
    const { by } = replacement(replaced);
    if (by.version !== "")
        return moduleOf(by, { path, line: replaced.line, direct, hashes });
    return {
        name,
        purl: purl("golang", undefined, name),
        at: { path, inside: [], line: replaced.line },
        direct,
        source: { kind: "local", where: by.name },
        wanted: version,
    };
}
function moduleOf({ name, version }, { path, line, direct, hashes }) {
    const exact = isGoVersion(version) ? bareGoVersion(version) : undefined;
    const known = hashes.get(go_mod_keyOf(name, version));
    return {
        name,
        ...(exact === undefined ? { unlocked: version } : { version: exact }),
        ecosystem: "Go",
        purl: purlOf("Go", name, exact),
        at: { path, inside: [], line },
        direct,
        ...(known === undefined ? {} : { hashes: known }),
    };
}
/** `old [version] => new [version]`; without a version, `new` is a directory. */
function replacement({ words, line, place }) {
    const arrow = words.indexOf("=>");
    const [from, to] = [words.slice(0, Math.max(0, arrow)), words.slice(arrow + 1)];
    if (arrow < 0 || from.length < 1 || from.length > 2 || to.length < 1 || to.length > 2)
        throw new core_bytes/* Malformed */.sG(`it is no go.mod: line ${line} does not say what replaces what`, place);
    return { old: { name: from[0], version: from[1] ?? "" }, by: { name: to[0], version: to[1] ?? "" } };
}

;// CONCATENATED MODULE: ./src/lockfiles/gradle-lockfile.ts


/**
 * `group:artifact:version=configuration,...`, one a line, or without configurations in the files that Gradle wrote for each
 * configuration before 6.8 (https://docs.gradle.org/current/userguide/dependency_locking.html).
 */
const LOCKED = /^([^\s:=,]{1,500}):([^\s:=,]{1,500}):([^\s:=,]{1,500})(?:=(.*))?$/;
/** Lines that cannot be read that are told one by one. CWE-770. */
const gradle_lockfile_MAX_PROBLEMS = 20;
/** Configurations that are not part of what runs: tests, and what only builds. */
const DEV = /^(?:test|androidTest|integrationTest|jmh|kapt|annotationProcessor|classpath$|checkstyle|spotbugs|pmd|jacoco|ktlint|detekt)/i;
const gradleLockfile = {
    id: "gradle-lockfile",
    title: "Gradle lockfile",
    claims: (path) => /(?:^|\/)(?:buildscript-|settings-)?gradle\.lockfile$/.test(path) ||
        /(?:^|\/)gradle\/dependency-locks\/[^/]+\.lockfile$/.test(path),
    parse: parseGradle,
    upgrade: ({ name, version }) => `edit the build file: set ${name} to ${version}, then run gradle dependencies --update-locks ${name}`,
};
function* parseGradle(text, { path }) {
    let unread = 0;
    for (const { text: raw, line } of textLines(text)) {
        const written = raw.trim();
        if (written === "" || written.startsWith("#") || written.startsWith("empty="))
            continue;
        const [, group, artifact, version, configurations] = LOCKED.exec(written) ?? [];
        if (version === undefined) {
            const detail = `line ${line} is no group:artifact:version`;
            if (++unread <= gradle_lockfile_MAX_PROBLEMS)
                yield { kind: "unreadable", at: { path, inside: [], line }, reason: "malformed", detail };
            continue;
        }
        const name = `${group}:${artifact}`;
        const dev = gradle_lockfile_groupOf(configurations ?? gradle_lockfile_fileOf(path));
        yield {
            kind: "package",
            pkg: {
                name,
                version,
                ecosystem: "Maven",
                purl: purlOf("Maven", name, version),
                at: { path, inside: [], line },
                ...(dev === undefined ? {} : { group: dev }),
            },
        };
    }
}
/** The first configuration where none of them runs in production; absent where one does. */
function gradle_lockfile_groupOf(configurations) {
    const names = configurations.split(",").map((each) => each.trim());
    return names.every((each) => DEV.test(each)) ? names[0] : undefined;
}
/** `compileClasspath` of `gradle/dependency-locks/compileClasspath.lockfile`. */
function gradle_lockfile_fileOf(path) {
    const file = path.slice(path.lastIndexOf("/") + 1);
    return /^(?:settings-)?gradle\.lockfile$/.test(file)
        ? ""
        : file.replace(/\.lockfile$/, "").replace(/^buildscript-gradle$/, "classpath");
}

;// CONCATENATED MODULE: ./src/lockfiles/maven-pom/read-pom.ts

/** Loaded on first use, so that a run without Maven does not pay for it. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
const saxes = () => __webpack_require__(6709);
/** Characters of one file. The largest real ones have some hundred thousand. CWE-400. */
const MAX_POM = 4 * 1024 ** 2;
/** Elements inside each other; plugins' configurations have some twenty. CWE-674. */
const read_pom_MAX_DEPTH = 200;
/** Dependencies of one file; the largest real ones manage some thousand. CWE-770. */
const MAX_DEPENDENCIES = 20_000;
/** Characters of one value. CWE-400. */
const MAX_VALUE = 1000;
/**
 * A project object model (https://maven.apache.org/pom.html). No entity is expanded but the five of XML, nothing is fetched.
 * Throws `Malformed` with the place in characters.
 */
function readPom(text) {
    if (text.length > MAX_POM)
        throw new core_bytes/* Malformed */.sG(`it is XML of more than ${MAX_POM.toLocaleString("en-US")} characters`);
    const nul = text.indexOf("\0");
    if (nul >= 0)
        throw new core_bytes/* Malformed */.sG("it is no XML: it has a NUL byte", nul);
    const reader = new read_pom_Reader();
    const parser = new (saxes().SaxesParser)({ xmlns: false });
    parser.on("error", (error) => {
        // Maven knows the names of HTML's letters (`&oslash;`). They stay as they are: no version has one.
        if (!/undefined entity/.test(error.message))
            throw new core_bytes/* Malformed */.sG(`it is no XML: ${error.message.replace(/^[^:]*\d:\d+: /, "")}`, parser.position);
    });
    parser.on("doctype", (doctype) => {
        if (/<!ENTITY/i.test(doctype))
            throw new core_bytes/* Malformed */.sG("it declares entities, which are not read", parser.position);
    });
    parser.on("opentagstart", ({ name }) => reader.open(name, parser.line, parser.position));
    parser.on("text", (value) => reader.text(value));
    parser.on("cdata", (value) => reader.text(value));
    parser.on("closetag", () => reader.close());
    parser.write(text).close();
    return reader.pom();
}
const DEPENDENCIES = ["project/dependencies/dependency", "project/profiles/profile/dependencies/dependency"];
const MANAGED = DEPENDENCIES.map((each) => each.replace("/dependencies/", "/dependencyManagement/dependencies/"));
const PROPERTIES = ["project/properties", "project/profiles/profile/properties"];
/** Keeps what is at the paths of interest; names come from the input. */
class read_pom_Reader {
    path = [];
    value = "";
    dependency;
    line = 0;
    own = new Map();
    parent = new Map();
    properties = new Map();
    dependencies = [];
    managed = [];
    open(name, line, place) {
        if (this.path.length >= read_pom_MAX_DEPTH)
            throw new core_bytes/* Malformed */.sG(`it has more than ${read_pom_MAX_DEPTH} elements inside each other`, place);
        this.path.push(name.slice(name.indexOf(":") + 1).slice(0, MAX_VALUE));
        this.value = "";
        if (this.path.length === 1 && this.path[0] !== "project")
            throw new core_bytes/* Malformed */.sG("it is no POM: it has no <project>", place);
        if (this.path.at(-1) === "dependency") {
            this.dependency = Object.create(null);
            this.line = line;
        }
    }
    text(value) {
        if (this.value.length <= MAX_VALUE)
            this.value += value.slice(0, MAX_VALUE + 1);
    }
    close() {
        const name = this.path.at(-1);
        const value = this.value.trim();
        // Only a bounded number of steps up is looked at, so that depth costs nothing.
        const inside = this.path.length > 8 ? "" : this.path.slice(0, -1).join("/");
        const whole = `${inside}/${name}`;
        if (inside === "project")
            this.own.set(name, value);
        else if (inside === "project/parent")
            this.parent.set(name, value);
        else if (PROPERTIES.includes(inside))
            this.property(inside, name, value);
        else if (DEPENDENCIES.includes(whole) || MANAGED.includes(whole))
            this.depend(whole);
        else if (this.dependency !== undefined && (DEPENDENCIES.includes(inside) || MANAGED.includes(inside)))
            this.dependency[name] = value;
        this.value = "";
        this.path.pop();
    }
    /** What a profile says does not go before what is always on. */
    property(inside, name, value) {
        if (inside === PROPERTIES[0] || !this.properties.has(name))
            this.properties.set(name, value);
    }
    depend(path) {
        const dependency = { ...this.dependency, line: this.line, profile: path.includes("/profile/") };
        (MANAGED.includes(path) ? this.managed : this.dependencies).push(dependency);
        this.dependency = undefined;
        if (this.managed.length + this.dependencies.length > MAX_DEPENDENCIES)
            throw new core_bytes/* Malformed */.sG(`it has more than ${MAX_DEPENDENCIES.toLocaleString("en-US")} dependencies`);
    }
    pom() {
        const { own, parent, properties, dependencies, managed } = this;
        return {
            ...coordinates(own),
            ...(parent.size === 0 ? {} : { parent: { ...coordinates(parent), ...only(parent, "relativePath") } }),
            properties,
            dependencies,
            managed,
        };
    }
}
function coordinates(values) {
    return { ...only(values, "groupId"), ...only(values, "artifactId"), ...only(values, "version") };
}
function only(values, name) {
    const value = values.get(name);
    return value === undefined ? {} : { [name]: value };
}

;// CONCATENATED MODULE: ./src/lockfiles/maven-pom/project.ts


/** Parents above each other. Real ones have at most five. CWE-674. */
const MAX_PARENTS = 16;
/** Properties put in for one value, and characters of it: `${a}` may be `${b}${b}`, and so on. CWE-776. */
const project_MAX_STEPS = 50;
const project_MAX_LENGTH = 1000;
const PROPERTY = /\$\{([^${}]{1,200})\}/g;
/** A POM with the parents of it that are in the workspace. */
class Project {
    chain;
    properties = new Map();
    management = new Map();
    /** `chain`: the POM itself, its parent, and so on. */
    constructor(chain) {
        this.chain = chain;
        for (const { properties, managed } of chain) {
            for (const [name, value] of properties)
                if (!this.properties.has(name))
                    this.properties.set(name, value);
            for (const each of managed) {
                const key = this.keyOf(each);
                if (!each.profile && key !== undefined && !this.management.has(key))
                    this.management.set(key, each);
            }
        }
    }
    get groupId() {
        return this.inherited("groupId");
    }
    get version() {
        return this.inherited("version");
    }
    /** What dependencyManagement says of the version, here or in a parent. */
    managedVersion(dependency) {
        const key = this.keyOf(dependency);
        return key === undefined ? undefined : this.management.get(key)?.version;
    }
    /** `group:artifact`; undefined where a property of it is not known. */
    nameOf({ groupId, artifactId }) {
        const [group, artifact] = [this.resolve(groupId), this.resolve(artifactId)];
        return group === undefined || artifact === undefined ? undefined : `${group}:${artifact}`;
    }
    keyOf(dependency) {
        const name = this.nameOf(dependency);
        return name && `${name}:${dependency.type ?? "jar"}:${dependency.classifier ?? ""}`;
    }
    /** The value with its properties put in; undefined where one is not known, or where it grows too long. */
    resolve(value) {
        let text = value;
        let steps = 0;
        while (text?.includes("${")) {
            let open = false;
            const next = text.replace(PROPERTY, (whole, name) => {
                const known = ++steps > project_MAX_STEPS ? undefined : this.property(name);
                open ||= known === undefined;
                return known ?? whole;
            });
            if (open || next === text || next.length > project_MAX_LENGTH)
                return undefined;
            text = next;
        }
        return text === "" ? undefined : text;
    }
    property(name) {
        const [, parent, key] = /^(?:project\.|pom\.)?(parent\.)?(groupId|artifactId|version)$/.exec(name) ?? [];
        if (key !== undefined && !this.properties.has(name)) {
            const of = key;
            if (parent !== undefined)
                return this.chain[0]?.parent?.[of];
            return of === "artifactId" ? this.chain[0]?.artifactId : this.inherited(of);
        }
        return this.properties.get(name);
    }
    inherited(key) {
        const [own] = this.chain;
        return own?.[key] ?? own?.parent?.[key];
    }
}
/** The parents of a POM that lie in the workspace, nearest first. One that is not there, or no POM, ends the list. */
function parentsOf(pom, context) {
    const parents = [];
    const seen = new Set();
    let folder = "";
    for (let parent = pom.parent; parent !== undefined && parents.length < MAX_PARENTS;) {
        const path = pathOf(folder, parent);
        if (path === undefined || seen.has(path))
            break;
        seen.add(path);
        const read = parentAt(path, parent, context);
        if (read === undefined)
            break;
        parents.push(read.pom);
        folder = read.path.slice(0, read.path.lastIndexOf("/") + 1);
        parent = read.pom.parent;
    }
    return parents;
}
/** Relative to the first POM; `..` is kept, since the host decides what is inside of the workspace. */
function pathOf(folder, { relativePath }) {
    const path = relativePath ?? "../pom.xml";
    return path === "" || path.startsWith("/") || path.includes("${") ? undefined : `${folder}${path}`;
}
function parentAt(path, parent, context) {
    // Maven takes a directory for the pom.xml in it.
    for (const each of path.endsWith(".xml") || path.endsWith(".pom") ? [path] : [`${path.replace(/\/$/, "")}/pom.xml`]) {
        const file = context.include(each);
        if (!("text" in file))
            return undefined;
        try {
            const pom = readPom(file.text);
            // Maven goes elsewhere for a parent whose name is not the one that is meant.
            return pom.artifactId === parent.artifactId ? { pom, path: each } : undefined;
        }
        catch (error) {
            if (error instanceof core_bytes/* Malformed */.sG)
                return undefined;
            throw error;
        }
    }
    return undefined;
}

;// CONCATENATED MODULE: ./src/lockfiles/maven-pom/index.ts



/** Characters of what stands where a version should. CWE-400. */
const maven_pom_MAX_UNLOCKED = 200;
const ELSEWHERE = "a version that a parent or an imported POM elsewhere decides";
/**
 * pom.xml: what a project asks Maven for, itself. What its dependencies ask for is nowhere in it. Maven takes a plain version
 * as it stands; ranges, properties that only a remote parent has, and versions that it manages, are no pins.
 */
const mavenPom = {
    id: "maven-pom",
    title: "Maven (pom.xml)",
    claims: (path) => /(?:^|\/)(?:pom\.xml|[^/]+\.pom)$/.test(path),
    sniff: (head) => /<(?:[\w.-]+:)?project[\s>]/.test(head),
    parse: parsePom,
    upgrade: ({ name, version, file }) => `edit ${file}: set the version of ${name} to ${version}`,
};
function* parsePom(text, context) {
    const pom = readPom(text);
    const project = new Project([pom, ...parentsOf(pom, context)]);
    const asked = new Set();
    for (const dependency of pom.dependencies) {
        const name = project.nameOf(dependency);
        if (name !== undefined)
            asked.add(name);
        const version = dependency.version ?? project.managedVersion(dependency);
        yield { kind: "package", pkg: { ...maven_pom_packageOf(dependency, version, project, context.path), direct: true } };
    }
    for (const managed of pom.managed)
        if (!asked.has(project.nameOf(managed) ?? ""))
            yield { kind: "package", pkg: maven_pom_packageOf(managed, managed.version, project, context.path) };
}
function maven_pom_packageOf(dependency, written, project, path) {
    const { groupId = "", artifactId = "", scope, profile, systemPath, line } = dependency;
    const known = project.nameOf(dependency);
    const name = known ?? `${groupId}:${artifactId}`;
    const resolved = project.resolve(written);
    const version = known === undefined ? undefined : maven_pom_exactVersion(resolved);
    const group = scope === "test" ? "test" : profile ? "profile" : undefined;
    const local = localOf({ groupId: known?.split(":", 1)[0], version: resolved, systemPath }, project);
    return {
        name,
        ...(version === undefined ? {} : { version }),
        ...(local === undefined ? { ecosystem: "Maven" } : { source: { kind: "local", where: local } }),
        purl: purlOf("Maven", name, version),
        at: { path, inside: [], line },
        ...(group === undefined ? {} : { group }),
        ...(version !== undefined || local !== undefined ? {} : { unlocked: unlockedOf(resolved ?? written) }),
    };
}
function unlockedOf(written) {
    return written === undefined || written === "" ? ELSEWHERE : written.slice(0, maven_pom_MAX_UNLOCKED);
}
/** `1.2`, and `[1.2]` which allows nothing else (https://maven.apache.org/pom.html#dependency-version-requirement-specification). */
function maven_pom_exactVersion(resolved) {
    const version = /^\[\s*([^\s,()[\]]+)\s*\]$/.exec(resolved ?? "")?.[1] ?? resolved;
    if (version === undefined || !/^[A-Za-z0-9][A-Za-z0-9._+-]{0,199}$/.test(version))
        return undefined;
    return /^(?:LATEST|RELEASE)$|-SNAPSHOT$/.test(version) ? undefined : version;
}
/** Modules of the project itself that are not released, and files that the POM names. */
function localOf({ groupId, version, systemPath, }, project) {
    if (systemPath !== undefined)
        return systemPath;
    const own = groupId !== undefined && groupId === project.resolve(project.groupId);
    return own && version?.endsWith("-SNAPSHOT") && version === project.resolve(project.version)
        ? "this project"
        : undefined;
}

;// CONCATENATED MODULE: ./src/lockfiles/npm/key-places.ts

/**
 * Where the keys of a lock stand whose values are objects, asked for in the order of the text. Searching for the next one
 * natively is several times faster than a tree with places. What a search does not find (a key with escapes, numbers that
 * `JSON.parse` moves to the front) is looked up in the tree, which is made once. In a crafted text a key may be
 * taken for another one just before it: then a line is a little off, and nothing else.
 */
class KeyPlaces {
    text;
    from = 0;
    tree;
    members = new Map();
    constructor(text) {
        this.text = text;
    }
    /** In characters, of the key at the end of the path that is asked for where it is needed. */
    next(key, path) {
        if (this.tree === undefined) {
            const quoted = `${JSON.stringify(key)}:`;
            for (let at = this.text.indexOf(quoted, this.from); at >= 0; at = this.text.indexOf(quoted, at + 1))
                if (this.opensAt(at + quoted.length)) {
                    this.from = at + quoted.length;
                    return at;
                }
            this.tree = jsonLock(this.text);
        }
        let found;
        for (const name of path()) {
            found = this.membersOf(found?.value ?? this.tree).get(name);
            if (found === undefined)
                return 0;
        }
        return found?.at ?? 0;
    }
    opensAt(place) {
        let at = place;
        while (at < place + 8 && /\s/.test(this.text[at] ?? ""))
            at++;
        return this.text[at] === "{";
    }
    /** Of keys that stand twice the last one, as `JSON.parse` has it. */
    membersOf(node) {
        const known = this.members.get(node);
        if (known !== undefined)
            return known;
        const made = new Map(node.kind === "object" ? node.members.map((each) => [each.key, each]) : []);
        this.members.set(node, made);
        return made;
    }
}

;// CONCATENATED MODULE: ./src/lockfiles/npm/roots.ts


/**
 * The graph of a lock that does not say what the project asks for, with the roots of the `package.json` beside it. Where
 * there is none, and with workspaces, whose manifests stand elsewhere, what nobody asks for is taken for direct too.
 */
function rootedBeside(seen, graph, find, context) {
    const project = projectBeside(context);
    const ranges = new Map();
    const roots = (project?.wanted ?? []).flatMap(({ name, range, group }) => {
        const node = find(name, range);
        if (node === undefined)
            return [];
        if (!ranges.has(node))
            ranges.set(node, range);
        return [{ node, ...(group === undefined ? {} : { group }) }];
    });
    const told = seen.map((each, node) => (ranges.has(node) ? { ...each, wanted: ranges.get(node) } : each));
    if (project?.complete === true)
        return { seen: told, graph: { ...graph, roots } };
    const others = packagesNobodyAsksFor(graph).filter(({ node }) => !ranges.has(node));
    return { seen: told, graph: { ...graph, roots: [...roots, ...others], complete: false } };
}

;// CONCATENATED MODULE: ./src/lockfiles/npm-lock/flags.ts

/**
 * The group of a package by npm's flags. `devOptional` is asked for by tools of development, and by something optional of
 * production, which is more. Peers are installed like others, so that flag alone is the weakest.
 */
function flagOf(entry) {
    if (isTrueAt(entry, "dev"))
        return "dev";
    if (isTrueAt(entry, "optional") || isTrueAt(entry, "devOptional"))
        return "optional";
    return isTrueAt(entry, "peer") ? "peer" : undefined;
}

;// CONCATENATED MODULE: ./src/lockfiles/npm-lock/dependencies.ts








/** Packages inside each other. Real trees are some ten deep. CWE-674. */
const dependencies_MAX_DEPTH = 100;
/** All entries, up to one more than are looked at, each before those that lie in its own `node_modules`. Iterative. */
function* entriesIn(dependencies) {
    const open = [];
    const put = (inner, parent) => {
        const depth = (parent?.depth ?? 0) + 1;
        if (depth > dependencies_MAX_DEPTH)
            throw new core_bytes/* Malformed */.sG(`more than ${dependencies_MAX_DEPTH} packages are inside each other`, 0);
        for (const name of Object.keys(inner).reverse())
            open.push({ name, facts: objectIn(inner[name]), depth, parent });
    };
    put(dependencies, undefined);
    let number = 0;
    for (let next = open.pop(); next !== undefined && number <= entries_MAX_ENTRIES; next = open.pop()) {
        const entry = { ...next, number: number++ };
        yield entry;
        const inner = objectAt(entry.facts, "dependencies");
        if (inner !== undefined)
            put(inner, entry);
    }
}
function pathTo(entry) {
    const path = [];
    for (let at = entry; at !== undefined; at = at.parent)
        path.push(at.name, "dependencies");
    return path.reverse();
}
/** Those of the older section whose name and version the newer one does not have. */
function unknownDependencies(dependencies, known, places) {
    const keys = new Set(known.map(dependencies_keyOf));
    const found = [];
    for (const entry of entriesIn(dependencies)) {
        if (keys.has(`${entry.name}@${stringAt(entry.facts, "version") ?? ""}`))
            continue;
        const seen = dependencies_seenOf(entry, 0);
        if (seen.origin.kind === "local" || keys.has(dependencies_keyOf(seen)))
            continue;
        found.push({ ...seen, place: places.next(entry.name, () => pathTo(entry)) });
    }
    return found;
}
/** The two sections spell addresses of repositories in different ways. */
function dependencies_keyOf({ name, version, origin }) {
    return origin.kind === "registry" ? `${name}@${version ?? ""}` : `${name}\n${origin.kind}`;
}
/**
 * The `dependencies` of version 1, each with those that lie in its own `node_modules`. What is direct stands in the
 * `package.json` beside it; without that what nobody asks for is taken for direct.
 */
function readDependencies(dependencies, context, places) {
    const tree = new NodeTree();
    const entries = [...entriesIn(dependencies)];
    const seen = entries.map((entry) => {
        tree.add(entry.number, entry.parent?.number ?? TOP, entry.name);
        return dependencies_seenOf(entry, places.next(entry.name, () => pathTo(entry)));
    });
    const graph = {
        size: seen.length,
        name: (node) => seen[node].name,
        *asks(node) {
            for (const name of Object.keys(objectAt(entries[node].facts, "requires") ?? {})) {
                const found = tree.find(node, name);
                if (found !== undefined)
                    yield found;
            }
        },
    };
    return rootedBeside(seen, graph, (name) => tree.find(TOP, name), context);
}
/** `version` is a version, or `npm:real@1.0.0`, or the address where it comes from. */
function dependencies_seenOf({ name, facts }, place) {
    const version = stringAt(facts, "version");
    const resolved = stringAt(facts, "resolved");
    const group = flagOf(facts);
    const common = {
        place,
        hashes: () => hashesOf(stringAt(facts, "integrity")),
        needsNoHash: isTrueAt(facts, "bundled"),
        ...(group === undefined ? {} : { group }),
    };
    const alias = version === undefined ? null : /^npm:(@?[^@]+)@(.+)$/.exec(version);
    if (alias !== null)
        return { ...common, name: alias[1], version: alias[2], origin: originOf(resolved) };
    if (version === undefined || !origin_isElsewhere(version))
        return { ...common, name, version, origin: originOf(resolved) };
    const origin = originOf(version);
    const archive = origin.kind === "registry" ? origin.archive : undefined;
    return { ...common, name: archive?.name ?? name, version: archive?.version, origin };
}

;// CONCATENATED MODULE: ./src/lockfiles/npm-lock/packages.ts







const MODULES = "node_modules/";
const packages_ASKS = ["dependencies", "optionalDependencies", "peerDependencies"];
/** The `packages` of versions 2 and 3: a flat list of the directories of the tree, each with its manifest. */
function readPackages(packages, places) {
    const entries = Object.keys(packages)
        .slice(0, entries_MAX_ENTRIES)
        .map((path) => {
        const cut = path.lastIndexOf(MODULES);
        const isFolder = cut === 0 || (cut > 0 && path[cut - 1] === "/");
        return {
            path,
            place: places.next(path, () => ["packages", path]),
            facts: objectIn(packages[path]),
            folder: isFolder ? path.slice(cut + MODULES.length) : undefined,
        };
    });
    const byPath = new Map(entries.map(({ path }, index) => [path, index]));
    const tree = packages_treeOf(entries, byPath);
    const projects = entries.flatMap(({ path, facts, folder }, index) => folder === undefined ? [{ from: path === "" ? TOP : index, wanted: wantedByPlain(facts) }] : []);
    const { roots, ranges } = packages_rootsOf(projects, tree);
    const named = new Set(projects.flatMap(({ wanted }) => wanted.filter(({ range }) => isPath(range)).map(({ name }) => name)));
    const seen = [];
    const numbers = [];
    entries.forEach((entry, index) => {
        const each = packages_seenOf(entry, byPath, entries, named, ranges.get(index));
        if (each === undefined)
            return;
        seen.push(each);
        numbers.push(index);
    });
    return { seen, graph: graphOf(entries, byPath, tree, roots, numbers, seen) };
}
function isPath(range) {
    return /^(?:file|link):/.test(range);
}
function packages_treeOf(entries, byPath) {
    const tree = new NodeTree();
    entries.forEach(({ path, folder }, index) => {
        if (folder === undefined)
            return;
        const above = path.slice(0, Math.max(0, path.length - folder.length - MODULES.length - 1));
        tree.add(index, above === "" ? TOP : (byPath.get(above) ?? TOP), folder);
    });
    return tree;
}
function packages_rootsOf(projects, tree) {
    const roots = [];
    const ranges = new Map();
    for (const { from, wanted } of projects)
        for (const { name, range, group } of wanted) {
            const node = tree.find(from, name);
            if (node === undefined)
                continue;
            roots.push({ node, ...(group === undefined ? {} : { group }) });
            if (!ranges.has(node))
                ranges.set(node, range);
        }
    return { roots, ranges };
}
/** Numbers of the graph are places in what was seen; those of the entries are other ones, because links are left out. */
function graphOf(entries, byPath, tree, roots, numbers, seen) {
    const places = new Map(numbers.map((entry, place) => [entry, place]));
    const placeOf = (entry) => entry === undefined ? undefined : (places.get(entry) ?? places.get(packages_linked(entries[entry], byPath) ?? -1));
    return {
        size: numbers.length,
        name: (place) => seen[place].name,
        *asks(place) {
            const from = numbers[place];
            for (const section of packages_ASKS)
                for (const name of Object.keys(objectAt(entries[from].facts, section) ?? {})) {
                    const found = placeOf(tree.find(from, name));
                    if (found !== undefined)
                        yield found;
                }
        },
        roots: roots.flatMap(({ node, ...rest }) => {
            const found = placeOf(node);
            return found === undefined ? [] : [{ node: found, ...rest }];
        }),
    };
}
function packages_linked({ facts }, byPath) {
    return isTrueAt(facts, "link") ? byPath.get(stringAt(facts, "resolved") ?? "") : undefined;
}
/** Nothing for the project's own directories, and for the links to its workspaces. */
function packages_seenOf(entry, byPath, entries, named, wanted) {
    const { facts, place, folder } = entry;
    if (folder === undefined)
        return undefined;
    const resolved = stringAt(facts, "resolved");
    const target = packages_linked(entry, byPath);
    const isLink = isTrueAt(facts, "link");
    if (isLink && target !== undefined && !named.has(folder) && resolved?.startsWith("..") !== true)
        return undefined;
    const origin = isLink ? { kind: "local", where: resolved ?? "" } : originOf(resolved);
    const group = flagOf(facts);
    return {
        name: stringAt(facts, "name") ?? folder,
        version: stringAt(target === undefined ? facts : entries[target].facts, "version"),
        place,
        origin,
        hashes: () => hashesOf(stringAt(facts, "integrity")),
        needsNoHash: isTrueAt(facts, "inBundle"),
        ...(group === undefined ? {} : { group }),
        ...(wanted === undefined ? {} : { wanted }),
    };
}

;// CONCATENATED MODULE: ./src/lockfiles/npm-lock/index.ts









const npm_lock_NAMES = new Set(["package-lock.json", "npm-shrinkwrap.json"]);
const VERSIONS = new Set([1, 2, 3]);
/** npm's lock (https://docs.npmjs.com/cli/configuring-npm/package-lock-json), in its three versions. */
const npmLock = {
    id: "npm-lock",
    title: "package-lock.json and npm-shrinkwrap.json of npm",
    claims: (path) => npm_lock_NAMES.has(baseName(path)),
    *parse(text, context) {
        const root = objectIn(plainJsonLock(text));
        if (root === undefined)
            throw new core_bytes/* Malformed */.sG("it is no lockfile of npm: it is no object", 0);
        npm_lock_checkVersion(root);
        const { seen, reached, total } = npm_lock_packagesOf(root, context, text);
        yield* entriesOf(seen, reached, context, new syntax_lines/* Lines */.q(text), total);
    },
    upgrade({ name, version, direct }) {
        if (!isSafeToType(name, version))
            return undefined;
        return direct === undefined || direct === name ? `npm install ${name}@${version}` : `npm update ${name}`;
    },
};
/** npm 4 and older wrote shrinkwraps without a version, in the form of version 1. */
function npm_lock_checkVersion(root) {
    const has = (key) => Object.hasOwn(root, key);
    if (has("lockfileVersion") && !VERSIONS.has(root["lockfileVersion"]))
        throw new core_bytes/* Unsupported */.O0(`lockfileVersion ${npm_lock_words(root["lockfileVersion"])} of npm is not read; \`npm install --package-lock-only --lockfile-version 3\` writes one that is`);
    for (const key of ["packages", "dependencies"])
        if (has(key) && objectAt(root, key) === undefined)
            throw new core_bytes/* Malformed */.sG(`it is no lockfile of npm: its ${key} are no object`, 0);
    if (!has("lockfileVersion") && !has("packages") && !has("dependencies"))
        throw new core_bytes/* Malformed */.sG("it is no lockfile of npm: it has neither packages nor dependencies", 0);
}
function npm_lock_words(value) {
    return typeof value === "object" ? "of another kind" : JSON.stringify(value).slice(0, 40);
}
/**
 * npm 7 and later read `packages`, npm 6 reads `dependencies`, and version 2 has both: what only the older section has is
 * what somebody's npm installs, so it is there too.
 */
function npm_lock_packagesOf(root, context, text) {
    const places = new KeyPlaces(text);
    const older = objectAt(root, "dependencies") ?? {};
    const packages = objectAt(root, "packages");
    if (packages === undefined) {
        const { seen, graph } = readDependencies(older, context, places);
        return { seen, reached: reachPackages(graph), total: seen.length };
    }
    const { seen, graph } = readPackages(packages, places);
    const others = unknownDependencies(older, seen, new KeyPlaces(text));
    const total = Math.max(Object.keys(packages).length, others.length);
    return { seen: [...seen, ...others], reached: reachPackages(graph), total };
}

;// CONCATENATED MODULE: ./src/lockfiles/pyproject-asks.ts




/**
 * What the `pyproject.toml` beside a lockfile asks for: its `[project]` (PEP 621), `[dependency-groups]` (PEP 735), and the tables
 * of Poetry and PDM. `undefined` where it is not there or cannot be read, which is for its own reader to say.
 */
function pyprojectAsks(context) {
    const included = context.include("pyproject.toml");
    if (!("text" in included))
        return undefined;
    let root;
    try {
        ({ root } = parseToml(included.text));
    }
    catch (error) {
        if (error instanceof core_bytes/* Malformed */.sG)
            return undefined;
        throw error;
    }
    const dynamic = tomlItems(tomlAt(root, "project", "dynamic")).includes("dependencies");
    const poetry = tomlTable(tomlAt(root, "tool", "poetry", "dependencies")) !== undefined;
    return { asks: [...standardAsks(root), ...poetryAsks(root), ...pdmAsks(root)], complete: !dynamic || poetry };
}
function* standardAsks(root) {
    yield* requirements(tomlAt(root, "project", "dependencies"), undefined);
    for (const [extra, items] of tomlEntries(tomlAt(root, "project", "optional-dependencies")))
        yield* requirements(items, extra);
    for (const [group, items] of tomlEntries(tomlAt(root, "dependency-groups")))
        yield* requirements(items, group);
}
function* pdmAsks(root) {
    for (const [group, items] of tomlEntries(tomlAt(root, "tool", "pdm", "dev-dependencies")))
        yield* requirements(items, group);
}
/** Other items than texts include a group, which is read itself. */
function* requirements(items, group) {
    for (const item of tomlItems(items)) {
        const read = typeof item === "string" ? parseRequirement(item) : undefined;
        if (read !== undefined)
            yield pyproject_asks_ask(read.name, read.extras, group, read.specifier);
    }
}
/** https://python-poetry.org/docs/pyproject/ and https://python-poetry.org/docs/dependency-specification/ */
function* poetryAsks(root) {
    const poetry = tomlAt(root, "tool", "poetry");
    const extraOf = new Map();
    for (const [extra, names] of tomlEntries(tomlAt(poetry, "extras")))
        for (const name of tomlItems(names))
            if (typeof name === "string")
                extraOf.set(pypiName(name), extra);
    yield* poetryTable(tomlAt(poetry, "dependencies"), (name) => extraOf.get(pypiName(name)));
    yield* poetryTable(tomlAt(poetry, "dev-dependencies"), () => "dev");
    for (const [group, { dependencies }] of tables(tomlAt(poetry, "group")))
        yield* poetryTable(dependencies, () => (group === "main" ? undefined : group));
}
function tables(value) {
    return tomlEntries(value).flatMap(([key, each]) => {
        const table = tomlTable(each);
        return table === undefined ? [] : [[key, table]];
    });
}
function* poetryTable(dependencies, groupOf) {
    for (const [name, given] of tomlEntries(dependencies)) {
        if (name === "python")
            continue;
        const all = Array.isArray(given) ? given : [given];
        const extras = all.flatMap((each) => tomlItems(tomlAt(each, "extras"))).filter((each) => typeof each === "string");
        const wanted = all.length === 1 ? (tomlString(given) ?? tomlString(tomlAt(given, "version"))) : undefined;
        yield pyproject_asks_ask(name, extras, groupOf(name), wanted);
    }
}
function pyproject_asks_ask(name, extras, group, wanted) {
    return {
        name,
        extras,
        ...(group === undefined ? {} : { group }),
        ...(wanted === undefined || wanted === "" ? {} : { wanted }),
    };
}
/** What a project wants of each name, as PEP 503 compares names; the first word counts. */
function wantedByName(asks) {
    const wanted = new Map();
    for (const { name, wanted: text } of asks)
        if (text !== undefined && !wanted.has(pypiName(name)))
            wanted.set(pypiName(name), text);
    return wanted;
}

;// CONCATENATED MODULE: ./src/lockfiles/pdm-lock.ts








/** `pdm.lock`, lock versions 2 (2021) to 4.5 (https://pdm-project.org/en/latest/usage/lockfile/). */
const pdmLock = {
    id: "pdm-lock",
    title: "PDM's lock",
    claims: (path) => /(^|\/)pdm\.lock$/.test(path),
    parse: pdm_lock_parse,
    upgrade: ({ name, version }) => (isVersion(version) ? `pdm update ${name}` : undefined),
};
function* pdm_lock_parse(text, context) {
    const document = parseToml(text);
    const { root } = document;
    const metadata = root["metadata"];
    if (root["package"] === undefined && metadata === undefined)
        throw new core_bytes/* Malformed */.sG("it has neither packages nor metadata", 0);
    yield* unknownVersion(tomlAt(metadata, "lock_version"), /^[1-4](\.|$)/, context.path);
    const { packages, problems } = lockedTables(document, text, context.path, "package");
    yield* problems;
    const project = pyprojectAsks(context);
    const nodes = packages.map(({ name, version, table }) => ({
        name,
        version,
        asks: [...pdm_lock_asksOf(table["dependencies"])],
    }));
    const reached = reachPython(nodes, project);
    const wanted = wantedByName(project?.asks ?? []);
    const hashes = hashesByKey(root);
    const indexes = new OtherIndexes();
    for (const [i, { name, version, table, at }] of packages.entries()) {
        const path = tomlString(table["path"]);
        if (path !== undefined && isProjectItself(path))
            continue;
        const source = pdm_lock_sourceOf(table);
        yield* pythonPackageOf({
            name,
            version,
            at,
            source,
            hashes: [...fileHashes(table["files"]), ...(hashes.get(`${pypiName(name)} ${version ?? ""}`) ?? [])],
            wanted: wanted.get(pypiName(name)),
            reached: withGroup(reached[i], table),
        }, urlsOf(table), indexes);
    }
}
function* pdm_lock_asksOf(items) {
    for (const item of tomlItems(items)) {
        const read = typeof item === "string" ? parseRequirement(item) : undefined;
        if (read === undefined)
            continue;
        // An entry with extras stands for itself, and asks for the one without as `name==version`.
        yield { name: read.name, version: exactVersion(read.specifier), extras: read.extras };
    }
}
/** `groups` since 4.3, `sections` before 2: `default` is what runs in production. */
function withGroup({ group, ...reached }, table) {
    const groups = tomlItems(table["groups"] ?? table["sections"]).filter((each) => typeof each === "string");
    const told = groups.length === 0 ? group : groups.includes("default") ? undefined : groups.join(", ");
    return { ...reached, ...(told === undefined ? {} : { group: told }) };
}
/** PDM names no index; with `static_urls` the files have addresses, which tell it. */
function pdm_lock_sourceOf(table) {
    for (const type of ["git", "hg", "svn", "bzr"]) {
        const repository = tomlString(table[type]);
        const revision = tomlString(table["revision"]) ?? tomlString(table["ref"]);
        if (repository !== undefined)
            return addressSource("vcs", `${type}+${repository}${revision === undefined ? "" : `@${revision}`}`);
    }
    const [url, path] = [tomlString(table["url"]), tomlString(table["path"])];
    if (path !== undefined)
        return addressSource("local", path);
    if (url !== undefined)
        return url.startsWith("file:") ? addressSource("local", url) : addressSource("url", url);
    const file = tomlItems(table["files"]).flatMap((each) => tomlString(tomlAt(each, "url")) ?? [])[0];
    const origin = file === undefined ? undefined : /^https?:\/\/[^/?#]+/i.exec(file)?.[0];
    return origin === undefined ? undefined : indexSource(origin);
}
/** Addresses of the files; names alone where there are no `static_urls`, which PDM looks up. */
function urlsOf(table) {
    return tomlItems(table["files"]).flatMap((file) => tomlString(tomlAt(file, "url")) ?? []);
}
function fileHashes(files) {
    return tomlItems(files).flatMap((file) => tomlString(tomlAt(file, "hash")) ?? []);
}
/** Before lock version 4.3 hashes stand in `[metadata.files]`, by name (with extras) and version. */
function hashesByKey(root) {
    const found = new Map();
    for (const [key, files] of tomlEntries(tomlAt(root, "metadata", "files"))) {
        const space = key.lastIndexOf(" ");
        const name = key.slice(0, space).split("[", 1)[0];
        found.set(`${pypiName(name)} ${key.slice(space + 1)}`, fileHashes(files));
    }
    return found;
}

;// CONCATENATED MODULE: ./src/lockfiles/pipfile-lock.ts









/** Values of one text; each takes about 100 bytes. The largest real ones have some 20,000. CWE-770. */
const pipfile_lock_MAX_VALUES = 2_000_000;
/** Characters of what a file says instead of a version. CWE-770. */
const pipfile_lock_MAX_UNLOCKED = 200;
/** `Pipfile.lock`, pipfile-spec 6 (https://pipenv.pypa.io/en/latest/pipfile.html), with categories of packages. */
const pipfileLock = {
    id: "pipfile-lock",
    title: "Pipenv's lock",
    claims: (path) => /(^|\/)Pipfile\.lock$/.test(path),
    parse: pipfile_lock_parse,
    upgrade: ({ name, version }) => (isVersion(version) ? `pipenv upgrade ${name}==${version}` : undefined),
};
function* pipfile_lock_parse(text, context) {
    const root = (0,json/* parseJson */.qF)(text, pipfile_lock_MAX_VALUES);
    if (root.kind !== "object")
        throw new core_bytes/* Malformed */.sG("it is no object", 0);
    if ((0,json/* member */.Dc)(root, "_meta") === undefined && (0,json/* member */.Dc)(root, "default") === undefined)
        throw new core_bytes/* Malformed */.sG("it has neither `_meta` nor `default`", 0);
    const lines = new syntax_lines/* Lines */.q(text);
    const placeOf = (at) => ({ path: context.path, inside: [], line: lines.lineOf(at) });
    const indexes = new OtherIndexes();
    const addresses = new Map();
    for (const source of (0,json/* itemsOf */.S3)((0,json/* member */.Dc)(root, "_meta", "sources"))) {
        const [name, url] = [(0,json/* stringOf */.Je)((0,json/* member */.Dc)(source, "name")), (0,json/* stringOf */.Je)((0,json/* member */.Dc)(source, "url"))];
        if (url === undefined)
            continue;
        if (name !== undefined)
            addresses.set(name, url);
        yield* indexes.note(indexSource(url), placeOf(source.start));
        yield* unverified(source, url, placeOf(source.start));
    }
    const only = addresses.size === 1 ? [...addresses.values()][0] : undefined;
    const asked = pipfileAsks(context);
    for (const section of inOrder((0,json/* membersOf */.lS)(root))) {
        const group = section.key === "default" ? undefined : section.key === "develop" ? "dev" : section.key;
        if (section.value.kind !== "object")
            yield unreadable(placeOf(section.at), `the section ${section.key} is no object`);
        for (const { key, at, value } of (0,json/* membersOf */.lS)(section.value)) {
            const index = addresses.get((0,json/* stringOf */.Je)((0,json/* member */.Dc)(value, "index")) ?? "") ?? only;
            yield* entry(key, value, placeOf(at), index, group, asked);
        }
    }
}
/** Production first: of a package that stands in several sections, the first place counts. */
function inOrder(sections) {
    const rank = ({ key }) => (key === "default" ? 0 : 1);
    return sections.filter(({ key }) => key !== "_meta").sort((a, b) => rank(a) - rank(b));
}
function* entry(name, value, at, index, group, asked) {
    if (value.kind !== "object")
        return yield unreadable(at, "an entry among the packages is no object");
    const source = pipfile_lock_sourceOf(value, index);
    if (source?.kind === "local" && isProjectItself(source.where))
        return;
    if (!isPackageName(name))
        return yield unreadable(at, "a package has no name that could be one");
    const specifier = (0,json/* stringOf */.Je)((0,json/* member */.Dc)(value, "version"));
    if (specifier === undefined && (0,json/* member */.Dc)(value, "version") !== undefined)
        return yield unreadable(at, `the version of ${name} is no text`);
    const wanted = asked?.get(pypiName(name));
    yield pythonPackage({
        name,
        version: specifier === undefined ? undefined : exactVersion(specifier),
        at,
        source,
        hashes: (0,json/* itemsOf */.S3)((0,json/* member */.Dc)(value, "hashes")).flatMap((hash) => (0,json/* stringOf */.Je)(hash) ?? []),
        wanted: wanted === "*" ? undefined : wanted,
        reached: {
            ...(asked === undefined ? {} : { direct: wanted !== undefined }),
            ...(group === undefined ? {} : { group }),
        },
        unlocked: specifier?.slice(0, pipfile_lock_MAX_UNLOCKED),
    });
}
function pipfile_lock_sourceOf(value, index) {
    const text = (key) => (0,json/* stringOf */.Je)((0,json/* member */.Dc)(value, key));
    for (const type of ["git", "hg", "svn", "bzr"]) {
        const [repository, ref] = [text(type), text("ref")];
        if (repository !== undefined)
            return addressSource("vcs", `${type}+${repository.replace(/^git\+/, "")}${ref === undefined ? "" : `@${ref}`}`);
    }
    const path = text("path");
    if (path !== undefined)
        return addressSource("local", path);
    const file = text("file") ?? text("uri");
    if (file !== undefined)
        return addressSource(/^(?!file:)[a-z][a-z0-9+.-]+:/i.test(file) ? "url" : "local", file);
    return index === undefined ? undefined : indexSource(index);
}
/** A source whose certificate nobody looks at can serve anything; the hashes are what is left. */
function* unverified(source, url, at) {
    const verify = (0,json/* member */.Dc)(source, "verify_ssl");
    if (verify?.kind !== "scalar" || verify.value !== false)
        return;
    const detail = "the certificate of this index is not checked (`verify_ssl`)";
    yield { kind: "practice", at, practice: { kind: "no-verification", what: address_withoutCredentials(url), detail } };
}
function unreadable(at, detail) {
    return { kind: "unreadable", at, reason: "malformed", detail };
}
/** What the `Pipfile` beside it asks for, by name, in all its sections; `undefined` where it is not there or cannot be read. */
function pipfileAsks(context) {
    const included = context.include("Pipfile");
    if (!("text" in included))
        return undefined;
    try {
        const asked = new Map();
        const { root } = parseToml(included.text);
        for (const [section, packages] of tomlEntries(root))
            if (!["requires", "scripts", "pipenv", "pipfile", "source"].includes(section))
                for (const [name, given] of tomlEntries(packages))
                    asked.set(pypiName(name), tomlString(given) ?? tomlString(tomlAt(given, "version")) ?? "*");
        return asked;
    }
    catch (error) {
        if (error instanceof core_bytes/* Malformed */.sG)
            return undefined;
        throw error;
    }
}

;// CONCATENATED MODULE: ./src/lockfiles/pixi-lock.ts








const OLDEST = 1;
const pixi_lock_NEWEST = 7;
/** Before it, the file is like that of conda-lock. */
const FIRST_WITH_ENVIRONMENTS = 4;
/** pixi.lock (https://pixi.prefix.dev/latest/workspace/lockfile/), of all versions so far. */
const pixiLock = {
    id: "pixi-lock",
    title: "pixi (pixi.lock)",
    claims: (path) => /(?:^|\/)pixi\.lock$/.test(path),
    parse: parsePixi,
    upgrade: ({ name }) => `pixi update ${name}`,
};
function* parsePixi(text, { path }) {
    const [root] = parseFastYaml(text);
    const said = (0,json/* stringOf */.Je)((0,json/* member */.Dc)(root, "version"));
    if (said === undefined)
        throw new core_bytes/* Malformed */.sG("it is no pixi.lock: it says no version", 0);
    const version = /^\d{1,3}$/.test(said) ? Number(said) : NaN;
    if (!(version >= OLDEST && version <= pixi_lock_NEWEST))
        throw new core_bytes/* Unsupported */.O0(`version ${said.slice(0, 20)} of pixi.lock`);
    const packages = (0,json/* member */.Dc)(root, version < FIRST_WITH_ENVIRONMENTS ? "package" : "packages");
    if (packages?.kind !== "array")
        throw new core_bytes/* Malformed */.sG("it is no pixi.lock: it has no list of packages", 0);
    if (version < FIRST_WITH_ENVIRONMENTS) {
        yield* readPackageList(packages, text, path);
        return;
    }
    const lines = new syntax_lines/* Lines */.q(text);
    const lineAt = (place) => ({ path, inside: [], line: lines.lineOf(place) });
    const groups = groupsOf((0,json/* member */.Dc)(root, "environments"));
    const records = new CondaRecords();
    for (const node of (0,json/* itemsOf */.S3)(packages)) {
        const record = pixi_lock_recordOf(node, groups);
        if (record !== undefined)
            records.add(record);
        else {
            const detail = "a package without a kind that is known, a name, or an address";
            yield { kind: "unreadable", at: lineAt(node.start), reason: "malformed", detail };
        }
    }
    yield* records.entries(lineAt);
}
/** Until version 5 `kind: conda` and `url:` or `path:`, then one key that says both. */
function pixi_lock_recordOf(node, groups) {
    const text = (key) => (0,json/* stringOf */.Je)((0,json/* member */.Dc)(node, key));
    const kind = text("kind") ?? ["conda", "pypi", "source"].find((each) => text(each) !== undefined);
    if (kind !== "conda" && kind !== "pypi" && kind !== "source")
        return undefined;
    const named = text(kind) ?? text("url") ?? text("path");
    if (named === undefined)
        return undefined;
    // A package that is built from its source, since version 7: `name[hash] @ path`.
    const [, built, folder] = (kind === "source" && /^([^[\s]{1,300})\S* @ (.*)$/.exec(named)) || [];
    const from = folder ?? named;
    const file = kind === "pypi" ? readAddress(from) : parseCondaUrl(from);
    const name = text("name") ?? built ?? file?.name;
    if (name === undefined)
        return undefined;
    return {
        manager: kind === "pypi" ? "pypi" : "conda",
        name,
        version: text("version") ?? file?.version,
        from,
        index: text("index"),
        hashes: conda_record_hashesOf(node),
        asks: [...conda_record_asksOf((0,json/* member */.Dc)(node, "depends")), ...conda_record_asksOf((0,json/* member */.Dc)(node, "requires_dist"))],
        group: groups.get(`${kind}\0${named}`),
        place: node.start,
    };
}
function groupsOf(environments) {
    const groups = new Map();
    for (const { key, value } of (0,json/* membersOf */.lS)(environments))
        for (const platform of (0,json/* membersOf */.lS)((0,json/* member */.Dc)(value, "packages")))
            for (const item of (0,json/* itemsOf */.S3)(platform.value))
                for (const { key: kind, value: at } of (0,json/* membersOf */.lS)(item).slice(0, 3)) {
                    const of = `${kind}\0${(0,json/* stringOf */.Je)(at) ?? ""}`;
                    if (key === "default" || !groups.has(of))
                        groups.set(of, key === "default" ? undefined : key);
                }
    return groups;
}

;// CONCATENATED MODULE: ./src/lockfiles/pnpm-lock/keys.ts
/**
 * The name and version in a key of `packages`: `/name/1.2.3_peer@1` (locks of version 5), `/name@1.2.3(peer@1)` (6),
 * `name@1.2.3` (9), each with scopes. Nothing for addresses and paths, whose name stands in the entry.
 */
function readKey(key) {
    const plain = withoutPeers(key);
    if (plain.startsWith("/"))
        return nameAndVersion(plain.slice(1));
    const cut = plain.indexOf("@", 1);
    if (cut > 0 && !plain.slice(plain.startsWith("@") ? plain.indexOf("/") + 1 : 0, cut).includes("/"))
        return { name: plain.slice(0, cut), version: plain.slice(cut + 1) };
    // `registry.example.org/name/1.2.3`; `github.com/owner/repository/<commit>` looks like it and has no version.
    const slash = plain.indexOf("/");
    const host = plain.slice(0, Math.max(slash, 0));
    const inner = /^[a-z0-9.-]+(?::\d+)?$/i.test(host) ? nameAndVersion(plain.slice(slash + 1)) : undefined;
    return inner === undefined || !/^\d+\.\d+\.\d+/.test(inner.version) ? undefined : { ...inner, host };
}
function nameAndVersion(text) {
    const base = text.startsWith("@") ? text.indexOf("/") + 1 : 0;
    const at = text.indexOf("@", base + 1);
    const slash = text.indexOf("/", base);
    if (slash >= 0 && (at < 0 || slash < at)) {
        const version = text.slice(slash + 1).replace(/_.*$/s, "");
        return version === "" || version.includes("/") ? undefined : { name: text.slice(0, slash), version };
    }
    return at < 0 ? undefined : { name: text.slice(0, at), version: text.slice(at + 1) };
}
/** Without the peers that a package was installed with: `(react@18.0.0)(typescript@5.0.0)`, and the hash of a patch. */
function withoutPeers(key) {
    const cut = key.search(/\((?=[^()]*@|patch_hash=|[0-9a-f]{4,}\))/);
    return cut < 0 ? key : key.slice(0, cut);
}

;// CONCATENATED MODULE: ./src/lockfiles/pnpm-lock/packages.ts






const pnpm_lock_packages_ASKS = ["dependencies", "optionalDependencies"];
/** Sections of an importer, and the group of each. */
const packages_SECTIONS = [
    ["dependencies", undefined],
    ["optionalDependencies", "optional"],
    ["devDependencies", "dev"],
    ["configDependencies", "dev"],
    ["packageManagerDependencies", "dev"],
];
function packages_readPackages(root) {
    const nodes = [];
    const numbers = new Map();
    const packages = section(root, "packages");
    const snapshots = section(root, "snapshots");
    for (const each of packages.slice(0, entries_MAX_ENTRIES))
        numbers.set(each.key, nodes.push({ member: each, asks: [each.value] }) - 1);
    for (const each of snapshots.slice(0, entries_MAX_ENTRIES)) {
        const number = numbers.get(each.key) ?? numbers.get(withoutPeers(each.key));
        if (number !== undefined)
            nodes[number].asks.push(each.value);
        else
            numbers.set(each.key, nodes.push({ member: each, asks: [each.value] }) - 1);
    }
    const find = (name, reference) => {
        for (const key of [`/${name}/${reference}`, `/${name}@${reference}`, `${name}@${reference}`, reference]) {
            const number = numbers.get(key) ?? numbers.get(withoutPeers(key));
            if (number !== undefined)
                return number;
        }
        return undefined;
    };
    const { roots, ranges } = pnpm_lock_packages_rootsOf(root, find);
    const seen = nodes.map((node, number) => {
        const wanted = ranges.get(number);
        return { ...pnpm_lock_packages_seenOf(node), ...(wanted === undefined ? {} : { wanted }) };
    });
    const graph = {
        size: nodes.length,
        name: (number) => seen[number].name,
        *asks(number) {
            for (const { key, value } of nodes[number].asks.flatMap((each) => sections(each, pnpm_lock_packages_ASKS))) {
                const found = find(key, (0,json/* stringOf */.Je)(value) ?? "");
                if (found !== undefined)
                    yield found;
            }
        },
        roots,
    };
    return { seen, graph, total: Math.max(packages.length, snapshots.length) };
}
function section(root, name) {
    const found = (0,json/* member */.Dc)(root, name);
    if (found !== undefined && found.kind !== "object" && !(found.kind === "scalar" && found.value === null))
        throw new core_bytes/* Malformed */.sG(`it is no lockfile of pnpm: its ${name} are no mapping`, found.start);
    return (0,json/* membersOf */.lS)(found);
}
function sections(node, names) {
    return names.flatMap((name) => (0,json/* membersOf */.lS)((0,json/* member */.Dc)(node, name)));
}
/** What the importers ask for: the project, and its workspaces. Without workspaces the project's stands at the top. */
function pnpm_lock_packages_rootsOf(root, find) {
    const roots = [];
    const ranges = new Map();
    for (const importer of [root, ...(0,json/* membersOf */.lS)((0,json/* member */.Dc)(root, "importers")).map(({ value }) => value)])
        for (const [name, group] of packages_SECTIONS)
            for (const { key, value } of (0,json/* membersOf */.lS)((0,json/* member */.Dc)(importer, name))) {
                const node = find(key, (0,json/* stringOf */.Je)(value) ?? (0,json/* stringOf */.Je)((0,json/* member */.Dc)(value, "version")) ?? "");
                if (node === undefined)
                    continue;
                roots.push({ node, ...(group === undefined ? {} : { group }) });
                const range = (0,json/* stringOf */.Je)((0,json/* member */.Dc)(value, "specifier")) ?? (0,json/* stringOf */.Je)((0,json/* member */.Dc)(importer, "specifiers", key));
                if (!ranges.has(node))
                    ranges.set(node, range ?? "");
            }
    return { roots, ranges };
}
function pnpm_lock_packages_seenOf({ member: { key, at, value }, asks }) {
    const parsed = readKey(key);
    const resolution = (0,json/* member */.Dc)(value, "resolution");
    const name = (0,json/* stringOf */.Je)((0,json/* member */.Dc)(value, "name")) ?? parsed?.name ?? key;
    const { origin, version } = packages_placeOf(parsed, resolution, key);
    const group = isFlag(value, "dev") ? "dev" : asks.some((each) => isFlag(each, "optional")) ? "optional" : undefined;
    const archive = origin.kind === "registry" ? origin.archive : undefined;
    const isOwn = parsed !== undefined && version === parsed.version;
    return {
        name: isOwn ? parsed.name : (archive?.name ?? name),
        version: isOwn ? version : ((0,json/* stringOf */.Je)((0,json/* member */.Dc)(value, "version")) ?? archive?.version),
        place: at,
        origin,
        hashes: () => hashesOf((0,json/* stringOf */.Je)((0,json/* member */.Dc)(resolution, "integrity"))),
        ...(group === undefined ? {} : { group }),
    };
}
/** Where a package comes from; `version` where that is a registry, which the key says. */
function packages_placeOf(parsed, resolution, key) {
    const text = (name) => (0,json/* stringOf */.Je)((0,json/* member */.Dc)(resolution, name));
    const type = text("type");
    const repository = text("repo");
    if (type === "git" || repository !== undefined) {
        const commit = text("commit");
        const address = `${repository ?? key}${commit === undefined ? "" : `#${commit}`}`;
        const origin = originOf(address);
        return { origin: origin.kind === "vcs" ? origin : { kind: "vcs", where: whereOf(origin, address) } };
    }
    if (type === "directory")
        return { origin: { kind: "local", where: text("directory") ?? key } };
    const isPinned = parsed !== undefined && /^\d+\.\d+\.\d+/.test(parsed.version);
    const tarball = text("tarball");
    if (!isPinned)
        return { origin: elsewhere(tarball ?? parsed?.version ?? withoutPeers(key)) };
    if (tarball !== undefined)
        return { origin: registryAt(tarball), version: parsed.version };
    const registry = text("registry");
    const host = registry === undefined ? parsed.host : hostOf(registry);
    return {
        origin: host === undefined || /^registry\.(?:npmjs\.org|yarnpkg\.com)$/.test(host)
            ? REGISTRY
            : { kind: "registry", host },
        version: parsed.version,
    };
}
function whereOf(origin, address) {
    return origin.kind === "registry" ? address : origin.where;
}
function hostOf(registry) {
    return /^[a-z]+:\/\/(?:[^/?#]*@)?([^/?#]*)/i.exec(registry)?.[1] ?? registry;
}
function isFlag(node, name) {
    const flag = (0,json/* member */.Dc)(node, name);
    return flag?.kind === "scalar" && flag.value === true;
}

;// CONCATENATED MODULE: ./src/lockfiles/pnpm-lock/index.ts








/** The lock of pnpm (https://github.com/pnpm/spec/tree/master/lockfile), versions 5 to 9; there was no 7 or 8. */
const pnpmLock = {
    id: "pnpm-lock",
    title: "pnpm-lock.yaml of pnpm",
    claims: (path) => baseName(path) === "pnpm-lock.yaml",
    *parse(text, context) {
        // pnpm 11 puts what it needs itself into a document of its own before the project's.
        const documents = parseFastYaml(text);
        if (documents.length === 0)
            throw new core_bytes/* Malformed */.sG("it is no lockfile of pnpm: it is empty", 0);
        const lines = new syntax_lines/* Lines */.q(text);
        for (const root of documents) {
            pnpm_lock_checkVersion(root);
            const { seen, graph, total } = packages_readPackages(root);
            yield* entriesOf(seen, reachPackages(graph), context, lines, total);
        }
    },
    upgrade({ name, version, direct }) {
        if (!isSafeToType(name, version))
            return undefined;
        const isDirect = direct === undefined || direct === name;
        return isDirect ? `pnpm update ${name}@${version}` : `pnpm update --depth Infinity ${name}`;
    },
};
function pnpm_lock_checkVersion(root) {
    const version = (0,json/* member */.Dc)(root, "lockfileVersion");
    if (version === undefined)
        throw new core_bytes/* Malformed */.sG("it is no lockfile of pnpm: it has no lockfileVersion", root.start);
    const said = (0,json/* stringOf */.Je)(version) ?? "";
    if (!/^[569](?:\.\d+)?(?:-[a-zA-Z]+)?$/.test(said))
        throw new core_bytes/* Unsupported */.O0(`lockfileVersion ${JSON.stringify(said.slice(0, 40))} of pnpm is not read; \`pnpm install --lockfile-only\` of pnpm 9 or 10 writes one that is`);
}

;// CONCATENATED MODULE: ./src/lockfiles/poetry-lock.ts








/** `poetry.lock`, lock versions 1.0 to 2.x (https://python-poetry.org/docs/); before 1.0, hashes stand in `[metadata.hashes]`. */
const poetryLock = {
    id: "poetry-lock",
    title: "Poetry's lock",
    claims: (path) => /(^|\/)poetry\.lock$/.test(path),
    parse: poetry_lock_parse,
    upgrade: ({ name, version }) => (isVersion(version) ? `poetry update ${name}` : undefined),
};
function* poetry_lock_parse(text, context) {
    const document = parseToml(text);
    const { root } = document;
    if (root["package"] === undefined && root["metadata"] === undefined)
        throw new core_bytes/* Malformed */.sG("it has neither packages nor metadata", 0);
    yield* unknownVersion(tomlAt(root, "metadata", "lock-version"), /^[12](\.|$)/, context.path);
    const { packages, problems } = lockedTables(document, text, context.path, "package");
    yield* problems;
    const project = pyprojectAsks(context) ?? { asks: [...extrasOf(root)], complete: false };
    const nodes = packages.map(({ name, version, table }) => ({ name, version, asks: poetry_lock_asksOf(table) }));
    const reached = reachPython(nodes, project);
    const wanted = wantedByName(project.asks);
    const hashes = hashesByName(root);
    const indexes = new OtherIndexes();
    for (const [i, { name, version, table, at }] of packages.entries()) {
        const source = poetry_lock_sourceOf(table);
        yield* indexes.note(source, at);
        yield pythonPackage({
            name,
            version,
            at,
            source,
            hashes: [...poetry_lock_fileHashes(table["files"]), ...(hashes.get(pypiName(name)) ?? [])],
            wanted: wanted.get(pypiName(name)),
            reached: poetry_lock_withGroup(reached[i], table),
        });
    }
}
/** The extras of the project, as the lock has them: what it asks for itself, but not in production. */
function* extrasOf(root) {
    for (const [extra, items] of tomlEntries(root["extras"]))
        for (const item of tomlItems(items)) {
            const read = typeof item === "string" ? parseRequirement(item) : undefined;
            if (read !== undefined)
                yield { name: read.name, extras: [], group: extra };
        }
}
function poetry_lock_asksOf(table) {
    const forExtras = new Map();
    for (const [extra, items] of tomlEntries(table["extras"]))
        for (const item of tomlItems(items)) {
            const name = typeof item === "string" ? parseRequirement(item)?.name : undefined;
            if (name === undefined)
                continue;
            const known = forExtras.get(pypiName(name));
            if (known === undefined)
                forExtras.set(pypiName(name), [extra]);
            else
                known.push(extra);
        }
    return tomlEntries(table["dependencies"]).map(([name, given]) => {
        const all = Array.isArray(given) ? given : [given];
        const optional = all.length > 0 && all.every((each) => tomlAt(each, "optional") === true);
        const extras = all.flatMap((each) => tomlItems(tomlAt(each, "extras"))).filter((each) => typeof each === "string");
        return { name, extras, ...(optional ? { forExtras: forExtras.get(pypiName(name)) ?? [] } : {}) };
    });
}
/** What the lock itself says of groups beats what follows from the dependencies: `groups` since 2.1, `category` before 1.5. */
function poetry_lock_withGroup({ group, ...reached }, table) {
    const groups = tomlItems(table["groups"]).filter((each) => typeof each === "string");
    const category = tomlString(table["category"]);
    const inMain = groups.includes("main") || (groups.length === 0 && category === "main");
    const others = groups.length > 0 ? groups.join(", ") : category;
    const optional = table["optional"] === true ? (group ?? "optional") : undefined;
    const told = groups.length === 0 && category === undefined ? group : inMain ? optional : others;
    return { ...reached, ...(told === undefined ? {} : { group: told }) };
}
function poetry_lock_sourceOf(table) {
    const source = table["source"];
    const type = tomlString(tomlAt(source, "type"));
    const url = tomlString(tomlAt(source, "url"));
    if (type === undefined || url === undefined)
        return undefined;
    if (type === "legacy" || type === "pypi")
        return indexSource(url);
    if (type === "directory" || type === "file")
        return addressSource("local", url);
    if (type === "url")
        return addressSource("url", url);
    const revision = tomlString(tomlAt(source, "resolved_reference")) ?? tomlString(tomlAt(source, "reference"));
    return addressSource("vcs", `${type}+${url}${revision === undefined ? "" : `@${revision}`}`);
}
/** `files = [{ file, hash }]`. */
function poetry_lock_fileHashes(files) {
    return tomlItems(files).flatMap((file) => tomlString(tomlAt(file, "hash")) ?? []);
}
/** `[metadata.files]`, and `[metadata.hashes]` before 1.0: one list for all versions of a name. */
function hashesByName(root) {
    const found = new Map();
    for (const [name, files] of tomlEntries(tomlAt(root, "metadata", "files")))
        found.set(pypiName(name), poetry_lock_fileHashes(files));
    for (const [name, hashes] of tomlEntries(tomlAt(root, "metadata", "hashes")))
        found.set(pypiName(name), tomlItems(hashes).flatMap((each) => (typeof each === "string" ? `sha256:${each}` : [])));
    return found;
}

;// CONCATENATED MODULE: ./src/lockfiles/pylock.ts





/** `pylock.toml` and `pylock.NAME.toml`: PEP 751 (https://packaging.python.org/en/latest/specifications/pylock-toml/), version 1. */
const pylock = {
    id: "pylock",
    title: "pylock.toml",
    claims: (path) => /(^|\/)pylock\.([^./]+\.)?toml$/.test(path),
    parse: pylock_parse,
};
function* pylock_parse(text, context) {
    const document = parseToml(text);
    const { root } = document;
    if (root["packages"] === undefined && root["lock-version"] === undefined)
        throw new core_bytes/* Malformed */.sG("it has neither packages nor a lock-version", 0);
    yield* unknownVersion(root["lock-version"], /^1(\.|$)/, context.path);
    const { packages, problems } = lockedTables(document, text, context.path, "packages");
    yield* problems;
    const nodes = packages.map(({ name, version, table }) => ({ name, version, asks: [...pylock_asksOf(table)] }));
    const reached = pathsOf(nodes);
    const defaults = new Set(tomlItems(root["default-groups"]).filter((each) => typeof each === "string"));
    const indexes = new OtherIndexes();
    for (const [i, { name, version, table, at }] of packages.entries()) {
        const directory = tomlString(tomlAt(table, "directory", "path"));
        if (directory !== undefined && isProjectItself(directory))
            continue;
        const source = pylock_sourceOf(table);
        const group = pylock_groupOf(tomlString(table["marker"]) ?? "", defaults);
        yield* pythonPackageOf({
            name,
            version,
            at,
            source,
            hashes: pylock_hashesOf(table),
            reached: { ...reached[i], ...(group === undefined ? {} : { group }) },
        }, pylock_urlsOf(table), indexes);
    }
}
function* pylock_asksOf(table) {
    for (const item of tomlItems(table["dependencies"])) {
        const name = tomlString(tomlAt(item, "name"));
        if (name !== undefined)
            yield { name, version: tomlString(tomlAt(item, "version")) };
    }
}
/** Most tools write no dependencies at all: then nothing is known. */
function pathsOf(nodes) {
    return nodes.some(({ asks }) => asks.length > 0) ? reachPython(nodes, undefined) : [];
}
/**
 * The extras or groups that a marker names, if none of them is installed by default: `"dev" in dependency_groups`. The
 * marker is not evaluated.
 */
function pylock_groupOf(marker, defaults) {
    const names = [...marker.matchAll(/(["'])([^"']{1,200})\1[ \t]{1,20}in[ \t]{1,20}(?:extras|dependency_groups)\b/g)];
    const groups = new Set(names.map(([, , name]) => name));
    return groups.size === 0 || [...groups].some((name) => defaults.has(name)) ? undefined : [...groups].join(", ");
}
function pylock_sourceOf(table) {
    const vcs = tomlTable(table["vcs"]);
    if (vcs !== undefined)
        return vcsSource(vcs);
    const directory = tomlTable(table["directory"]);
    if (directory !== undefined)
        return addressSource("local", tomlString(directory["path"]) ?? ".");
    const archive = tomlTable(table["archive"]);
    if (archive !== undefined)
        return fileSource(archive);
    const index = tomlString(table["index"]);
    return index === undefined ? undefined : indexSource(index);
}
function vcsSource(vcs) {
    const revision = tomlString(vcs["commit-id"]) ?? tomlString(vcs["requested-revision"]);
    const where = tomlString(vcs["url"]) ?? tomlString(vcs["path"]) ?? "";
    return addressSource("vcs", `${tomlString(vcs["type"]) ?? "git"}+${where}${revision === undefined ? "" : `@${revision}`}`);
}
function fileSource(archive) {
    const url = tomlString(archive["url"]);
    return url === undefined ? addressSource("local", tomlString(archive["path"]) ?? ".") : addressSource("url", url);
}
/** Addresses and paths of the files of an index. */
function pylock_urlsOf(table) {
    return [table["sdist"], ...tomlItems(table["wheels"])].flatMap((file) => tomlString(tomlAt(file, "url")) ?? tomlString(tomlAt(file, "path")) ?? []);
}
/** `hashes = { sha256 = "..." }` of the archive, the source distribution and the wheels. */
function pylock_hashesOf(table) {
    const files = [table["archive"], table["sdist"], ...tomlItems(table["wheels"])];
    return files.flatMap((file) => tomlEntries(tomlAt(file, "hashes")).flatMap(([name, value]) => typeof value === "string" ? `${name}:${value}` : []));
}

;// CONCATENATED MODULE: ./src/lockfiles/locks-beside.ts
const LOCKS = /^(?:uv\.lock|poetry\.lock|pdm\.lock|Pipfile\.lock|pixi\.lock|pylock(?:\.[^.]+)?\.toml)$/;
/** Whether a lock stands beside what a project of Python asks for: then the lock says what it gets. */
function hasLockBeside(context) {
    return context.siblings().some((name) => LOCKS.test(name.slice(0, 300)));
}

;// CONCATENATED MODULE: ./src/lockfiles/pyproject/places.ts
/** Characters of a line that are looked at. CWE-400. */
const places_MAX_LINE = 10_000;
/** Places of one text that are kept. CWE-770. */
const MAX_REPEATS = 50;
const HEADER = /^[ \t]*\[\[?([^[\]=]+)\]\]?[ \t\r]*(?:#|$)/;
const places_KEY = /^[ \t]*([^=\s#[{"'][^=#]{0,300}|"[^"]*"|'[^']*')[ \t]*=/;
const TEXT = /"((?:[^"\\]|\\.)*)"|'([^']*)'/g;
/**
 * Lines of a TOML text, for messages: parsers give none. Made in one pass; where the text spells a value in a way that is
 * not found (escapes, lines that are too long), the line of its table stands for it.
 */
class TomlPlaces {
    tables = new Map();
    keys = new Map();
    texts = new Map();
    constructor(text) {
        let table = "";
        let line = 0;
        for (let start = 0, end; start < text.length; start = end + 1) {
            end = text.indexOf("\n", start);
            if (end < 0)
                end = text.length;
            line++;
            const said = text.slice(start, Math.min(end, start + places_MAX_LINE));
            const header = HEADER.exec(said)?.[1];
            if (header !== undefined) {
                table = places_plain(header);
                note(this.tables, table, line);
                continue;
            }
            const key = places_KEY.exec(said)?.[1];
            if (key !== undefined)
                note(this.keys, `${table}.${places_plain(key)}`, line);
            for (const [, double, single] of said.matchAll(TEXT))
                this.noteText(double ?? single ?? "", { table, line });
        }
    }
    /** The line of a text that stands in this table, or in one above or below it. */
    ofText(value, ...table) {
        const path = table.join(".");
        const inside = this.texts.get(value)?.find((place) => isWithin(place.table, path) || isWithin(path, place.table));
        return inside?.line ?? this.ofTable(table);
    }
    /** The line where this key of a table is set, in a line of the table or as a table of its own. */
    ofKey(key, ...table) {
        return this.ofTable([...table, key]);
    }
    /** The nearest header or key that is found. */
    ofTable(table) {
        for (let length = table.length; length > 0; length--) {
            const path = table.slice(0, length).join(".");
            const line = this.keys.get(path) ?? this.tables.get(path);
            if (line !== undefined)
                return line;
        }
        return 1;
    }
    noteText(text, place) {
        const known = this.texts.get(text);
        if (known === undefined)
            this.texts.set(text, [place]);
        else if (known.length < MAX_REPEATS)
            known.push(place);
    }
}
function note(lines, key, line) {
    if (!lines.has(key))
        lines.set(key, line);
}
/** `a . "b"` as `a.b`. */
function places_plain(key) {
    const parts = key.split(".").map((part) => part.trim().replace(/^["']|["']$/g, ""));
    return parts.join(".");
}
function isWithin(inner, outer) {
    return inner === outer || inner.startsWith(`${outer}.`);
}

;// CONCATENATED MODULE: ./src/lockfiles/pyproject/poetry.ts




/**
 * What Poetry's tables say of one package (https://python-poetry.org/docs/dependency-specification/): a text, a table,
 * or several of them under conditions.
 */
function* poetryPackages(name, given, at, around) {
    for (const each of Array.isArray(given) ? given : [given]) {
        const address = poetry_addressOf(each);
        const specifier = specifierOf(tomlString(each) ?? tomlString(tomlAt(each, "version")));
        yield address === undefined
            ? python_package_packageOf({ name, extras: [], specifier }, at, around)
            : packageAt(readAddress(address), at, around, name);
    }
}
/** `git`, `url`, `path` and what they point at, as pip would write it; uv's tables of sources have the same keys. */
function poetry_addressOf(value) {
    const table = tomlTable(value);
    if (table === undefined)
        return undefined;
    const text = (key) => tomlString(table[key]);
    const git = text("git");
    if (git !== undefined) {
        const revision = text("rev") ?? text("tag") ?? text("branch");
        return `git+${git}${revision === undefined ? "" : `@${revision}`}`;
    }
    if (table["workspace"] === true)
        return "./";
    return text("url") ?? text("path") ?? text("file");
}
/** In Poetry a version alone is that version; `*` is any. `^` and the rest stay as they are, since they pin nothing. */
function specifierOf(constraint) {
    const text = (constraint ?? "*").trim();
    if (text === "*")
        return "";
    return isVersion(text) ? `==${text}` : text.replace(/ *, */g, ",").replace(/^(===?) +/, "$1");
}

;// CONCATENATED MODULE: ./src/lockfiles/pyproject.ts










/** Dependencies of one file. The largest real ones have some hundred. CWE-770. */
const pyproject_MAX_PACKAGES = 20_000;
/**
 * What a project of Python asks for (https://packaging.python.org/en/latest/specifications/pyproject-toml/), where no lock
 * beside it says what it gets.
 */
const pyproject = {
    id: "pyproject",
    title: "pyproject.toml",
    claims: (path) => path.slice(path.lastIndexOf("/") + 1) === "pyproject.toml",
    *parse(text, context) {
        if (hasLockBeside(context))
            return;
        const { root } = parseToml(text);
        let left = pyproject_MAX_PACKAGES;
        for (const entry of new pyproject_Project(root, text, context.path).entries()) {
            if (left-- === 0) {
                const detail = `it has more than ${pyproject_MAX_PACKAGES} dependencies`;
                yield { kind: "unreadable", at: entry.kind === "package" ? entry.pkg.at : entry.at, reason: "limit", detail };
                return;
            }
            yield entry;
        }
    },
    upgrade: ({ file, name, version }) => `edit ${file}: ${name}==${version}`,
};
class pyproject_Project {
    root;
    path;
    places;
    /** Where uv takes a package from instead of the index. */
    sources;
    constructor(root, text, path) {
        this.root = root;
        this.path = path;
        this.places = new TomlPlaces(text);
        const sources = tomlEntries(tomlAt(root, "tool", "uv", "sources"));
        this.sources = new Map(sources.map(([name, source]) => [pypiName(name), source]));
    }
    *entries() {
        yield* this.indexes();
        yield* this.list(["build-system", "requires"], "build");
        yield* this.list(["project", "dependencies"], undefined);
        yield* this.groups(["project", "optional-dependencies"]);
        yield* this.groups(["dependency-groups"]);
        yield* this.list(["tool", "uv", "dev-dependencies"], "dev");
        yield* this.groups(["tool", "pdm", "dev-dependencies"]);
        yield* this.poetry();
    }
    /** Indexes of uv, Poetry and PDM. */
    *indexes() {
        const noted = new OtherIndexes();
        for (const path of [
            ["tool", "uv", "index"],
            ["tool", "poetry", "source"],
            ["tool", "pdm", "source"],
        ])
            for (const index of tomlItems(tomlAt(this.root, ...path))) {
                const url = tomlString(tomlAt(index, "url"));
                if (url === undefined)
                    continue;
                const at = this.at(this.places.ofText(url, ...path));
                // An explicit index serves only what names it, and so confuses nothing.
                if (tomlAt(index, "explicit") !== true && tomlAt(index, "priority") !== "explicit")
                    yield* noted.note(indexSource(url), at);
                for (const practice of indexPractices("--index-url", url))
                    yield { kind: "practice", at, practice };
            }
        for (const [key, option] of [
            ["index-url", "--index-url"],
            ["extra-index-url", "--extra-index-url"],
            ["find-links", "--find-links"],
        ]) {
            const given = tomlAt(this.root, "tool", "uv", key);
            for (const url of [given, ...tomlItems(given)].flatMap((each) => tomlString(each) ?? [])) {
                const at = this.at(this.places.ofText(url, "tool", "uv"));
                if (key === "index-url")
                    yield* noted.note(indexSource(url), at);
                for (const practice of indexPractices(option, url))
                    yield { kind: "practice", at, practice };
            }
        }
    }
    *groups(path) {
        for (const [group] of tomlEntries(tomlAt(this.root, ...path)))
            yield* this.list([...path, group], group);
    }
    /** A list of PEP 508 texts. A table in it includes another group (PEP 735), which is read as itself. */
    *list(path, group) {
        for (const item of tomlItems(tomlAt(this.root, ...path))) {
            if (typeof item !== "string") {
                if (tomlTable(item) === undefined)
                    yield this.unreadable(this.at(this.places.ofKey(path.at(-1), ...path.slice(0, -1))));
                continue;
            }
            const at = this.at(this.places.ofText(item, ...path));
            // PDM writes what is editable as pip does.
            const editable = /^-e\s+(.+)$/.exec(item.slice(0, 2000))?.[1];
            const read = editable === undefined ? parseRequirement(item) : undefined;
            const around = { direct: true, ...(group === undefined ? {} : { group }) };
            const source = read === undefined ? undefined : this.source(read.name);
            if (editable !== undefined)
                yield { kind: "package", pkg: packageAt(readAddress(editable), at, around) };
            else if (read === undefined)
                yield this.unreadable(at);
            else if (source !== undefined)
                yield { kind: "package", pkg: packageAt(readAddress(source), at, around, read.name) };
            else
                yield { kind: "package", pkg: python_package_packageOf(read, at, around) };
        }
    }
    /** The address that uv takes a package from, or the first of several under conditions. */
    source(name) {
        const given = this.sources.get(pypiName(name));
        return [given, ...tomlItems(given)].map(poetry_addressOf).find((address) => address !== undefined);
    }
    *poetry() {
        const poetry = ["tool", "poetry"];
        yield* this.poetryTable([...poetry, "dependencies"], undefined);
        yield* this.poetryTable([...poetry, "dev-dependencies"], "dev");
        for (const [group] of tomlEntries(tomlAt(this.root, ...poetry, "group")))
            yield* this.poetryTable([...poetry, "group", group, "dependencies"], group === "main" ? undefined : group);
    }
    *poetryTable(path, group) {
        const standard = new Set(tomlItems(tomlAt(this.root, "project", "dependencies")).flatMap((each) => typeof each === "string" ? pypiName(parseRequirement(each)?.name ?? "") : []));
        for (const [name, given] of tomlEntries(tomlAt(this.root, ...path))) {
            // Beside `[project]` the table only adds where a package comes from.
            if (name === "python" || (standard.has(pypiName(name)) && poetry_addressOf(given) === undefined))
                continue;
            const at = this.at(this.places.ofKey(name, ...path));
            const around = { direct: true, ...(group === undefined ? {} : { group }) };
            for (const pkg of poetryPackages(name, given, at, around))
                yield { kind: "package", pkg };
        }
    }
    unreadable(at) {
        return { kind: "unreadable", at, reason: "malformed", detail: "a dependency is none that Python's tools read" };
    }
    at(line) {
        return { path: this.path, inside: [], line };
    }
}

;// CONCATENATED MODULE: ./src/lockfiles/requirements.ts


/** Names that say what the file is. */
const NAMED = /(?:^|[^a-z])(?:requirements?|constraints?|reqs)(?![a-z])[^/]*\.(?:txt|in|pip|lock)$|^(?:pip[-_.]?)?freeze\.txt$/i;
/** Folders of requirements, where any name will do. */
const FOLDER = /(?:^|\/)(?:requirements|reqs|constraints)(?:[-_][^/]*)?\/[^/]+\.(?:txt|in|pip)$/i;
const CONSTRAINTS = /(?:^|[^a-z])constraints?(?![a-z])/i;
/** What pip installs from (https://pip.pypa.io/en/stable/reference/requirements-file-format/). */
const requirements_requirements = {
    id: "requirements",
    title: "pip requirements and constraints",
    claims: (path) => NAMED.test(requirements_baseName(path)) || FOLDER.test(path.slice(-300)),
    *parse(text, context) {
        const { path } = context;
        if (isCompiled(context))
            return;
        const constraint = CONSTRAINTS.test(requirements_baseName(path));
        const reading = new Reading(context);
        reading.read(text, constraint);
        // A text in a folder of requirements need not be one; a file that has the name must be.
        if (!NAMED.test(requirements_baseName(path)) && reading.unreadable > reading.readable)
            return;
        yield* entries_entriesOf(reading);
        if (constraint)
            for (const pkg of [...reading.constraints.values()].flat())
                yield { kind: "package", pkg };
        else if (!path.endsWith(".in"))
            yield* hashPractice(reading);
    },
    upgrade: ({ file, name, version }) => `edit ${file}: ${name}==${version}`,
};
function requirements_baseName(path) {
    return path.slice(path.lastIndexOf("/") + 1).slice(-300);
}
/** An input of pip-compile whose output stands beside it: that one says what is locked. */
function isCompiled({ path, siblings }) {
    return path.endsWith(".in") && siblings().includes(requirements_baseName(path).replace(/\.in$/, ".txt"));
}

;// CONCATENATED MODULE: ./src/lockfiles/setup-cfg.ts



/** Lines of one file, and characters of one. CWE-400. */
const setup_cfg_MAX_LINES = 100_000;
const setup_cfg_MAX_LINE = 10_000;
/** Dependencies that cannot be read, and are told. CWE-770. */
const setup_cfg_MAX_PROBLEMS = 20;
/** The keys of `[options]` that hold dependencies, and for what. */
const KEYS = new Map([
    ["install_requires", undefined],
    ["setup_requires", "build"],
    ["tests_require", "test"],
]);
/**
 * What a project of setuptools asks for (https://setuptools.pypa.io/en/latest/userguide/declarative_config.html), where no
 * lock beside it says what it gets.
 */
const setupCfg = {
    id: "setup-cfg",
    title: "setup.cfg",
    claims: (path) => path.slice(path.lastIndexOf("/") + 1) === "setup.cfg",
    *parse(text, context) {
        if (hasLockBeside(context))
            return;
        let problems = 0;
        for (const { value, group, line, alone } of valuesOf(text)) {
            const at = { path: context.path, inside: [], line };
            // Files that hold the list are lockfiles of their own.
            if (alone && /^(?:file|attr):/.test(value))
                continue;
            for (const part of alone ? value.split(";") : [value]) {
                const said = part.trim();
                if (said === "" || said.startsWith("#"))
                    continue;
                const read = parseRequirement(said);
                const around = { direct: true, ...(group === undefined ? {} : { group }) };
                if (read !== undefined)
                    yield { kind: "package", pkg: python_package_packageOf(read, at, around) };
                else if (++problems <= setup_cfg_MAX_PROBLEMS)
                    yield {
                        kind: "unreadable",
                        at,
                        reason: "malformed",
                        detail: "a dependency is none that Python's tools read",
                    };
            }
        }
    },
    upgrade: ({ file, name, version }) => `edit ${file}: ${name}==${version}`,
};
/** Lines of the keys that hold dependencies, as Python's `configparser` reads them: what is indented goes on. */
function* valuesOf(text) {
    let section = "";
    let open;
    let [line, start] = [0, 0];
    for (; start < text.length && line < setup_cfg_MAX_LINES; start++) {
        line++;
        const end = text.indexOf("\n", start);
        const said = text.slice(start, end < 0 ? undefined : Math.min(end, start + setup_cfg_MAX_LINE)).trimEnd();
        start = end < 0 ? text.length : end;
        if (said.trim() === "" || /^\s*[#;]/.test(said))
            continue;
        if (/^\s/.test(said)) {
            if (open !== undefined)
                yield { value: said.trim(), group: open.group, line, alone: false };
            continue;
        }
        open = undefined;
        const header = /^\[([^\]]+)\]/.exec(said)?.[1];
        if (header !== undefined)
            section = header.trim();
        const mark = header === undefined ? said.search(/[=:]/) : -1;
        const key = said.slice(0, Math.max(0, mark)).trim();
        const value = mark < 0 ? "" : said.slice(mark + 1).trim();
        open = holder(section, key.toLowerCase().replaceAll("-", "_"), key);
        if (open !== undefined && value !== "")
            yield { value, group: open.group, line, alone: true };
    }
}
function holder(section, key, name) {
    if (name === "")
        return undefined;
    if (section === "options.extras_require")
        return { group: name };
    return section === "options" && KEYS.has(key) ? { group: KEYS.get(key) } : undefined;
}

;// CONCATENATED MODULE: ./src/lockfiles/spdx-sbom.ts






/** SPDX, JSON, 2.2 and 2.3 (https://spdx.github.io/spdx-spec/v2.3/), as Syft, GitHub and others write it. */
const spdxSbom = {
    id: "spdx-sbom",
    title: "SPDX SBOM (JSON)",
    claims: (path) => /(?:^|\/)(?:[^/]*\.(?:spdx|sbom|bom)\.json|bom\.json|sbom[^/]*\.json)$/i.test(path),
    sniff: (head) => /"spdxVersion"|"SPDXID"|"SPDXRef-|spdx\.org\/rdf\//.test(head),
    *parse(text, context) {
        yield* spdx_sbom_read(documentOf((0,json/* parseJson */.qF)(text, MAX_SBOM_VALUES)), text, context);
    },
};
/** GitHub's API puts the document into `sbom`. */
function documentOf(root) {
    const document = (0,json/* member */.Dc)(root, "spdxVersion") === undefined ? ((0,json/* member */.Dc)(root, "sbom") ?? root) : root;
    const version = (0,json/* stringOf */.Je)((0,json/* member */.Dc)(document, "spdxVersion"));
    if (version === undefined && (0,json/* member */.Dc)(document, "@context") !== undefined)
        throw new core_bytes/* Unsupported */.O0("SPDX 3 (JSON-LD) is not read; SPDX 2.2 and 2.3 are, and CycloneDX");
    if (version === undefined)
        throw new core_bytes/* Malformed */.sG("it has no spdxVersion", 0);
    if (!/^SPDX-2\.\d$/.test(version))
        throw new core_bytes/* Unsupported */.O0(`${version.slice(0, 20)} is not read; SPDX 2.2 and 2.3 are`);
    const twice = (0,json/* duplicates */.XI)(document).find(({ key }) => key === "packages" || key === "relationships");
    if (twice !== undefined)
        throw new core_bytes/* Malformed */.sG(`${twice.key} stands in it twice`, twice.at);
    return document;
}
function* spdx_sbom_read(document, text, { path }) {
    const lines = new syntax_lines/* Lines */.q(text);
    const nodes = (0,json/* itemsOf */.S3)((0,json/* member */.Dc)(document, "packages"));
    if (nodes.length > MAX_COMPONENTS)
        throw new core_bytes/* Malformed */.sG(`it has more than ${MAX_COMPONENTS} packages`);
    const all = nodes.map((node) => spdx_sbom_toComponent(node, path, lines));
    const relations = relationsOf(document);
    const { described } = relations;
    const subjects = all.filter(({ ref }) => ref !== undefined && described.has(ref));
    // One thing that is described is what the others are in; several are an inventory.
    const subject = subjects.length === 1 && all.length > 1 ? subjects[0] : undefined;
    yield* sbom_component_entriesOf(sbomOf(all, subject, relations, nodes));
}
function sbomOf(all, subject, { links, groups }, nodes) {
    const components = all.filter((each) => each !== subject);
    const byRef = new Map(components.flatMap(({ ref }, node) => (ref === undefined ? [] : [[ref, node]])));
    const asks = new Map();
    const asked = [];
    for (const { asker, dependency } of links) {
        const [from, to] = [byRef.get(asker), byRef.get(dependency)];
        if (to === undefined)
            continue;
        const known = from === undefined ? undefined : asks.get(from);
        if (asker === subject?.ref)
            asked.push(to);
        else if (known !== undefined)
            known.push(to);
        else if (from !== undefined)
            asks.set(from, [to]);
    }
    const image = subject === undefined ? undefined : spdx_sbom_imageOf(nodes[all.indexOf(subject)], subject);
    return {
        components: components.map((each) => {
            const group = groups.get(each.ref ?? "");
            return group === undefined ? each : { ...each, group };
        }),
        asks,
        ...(asked.length === 0 ? {} : { asked }),
        ...(image === undefined ? {} : { image }),
    };
}
const DOCUMENT = "SPDXRef-DOCUMENT";
/** Relations in which the first is what the second asks for; some say for what. */
const DEPENDENCY_OF = new Map([
    ["DEPENDENCY_OF", undefined],
    ["RUNTIME_DEPENDENCY_OF", undefined],
    ["PROVIDED_DEPENDENCY_OF", undefined],
    ["OPTIONAL_DEPENDENCY_OF", "optional"],
    ["BUILD_DEPENDENCY_OF", "build"],
    ["DEV_DEPENDENCY_OF", "dev"],
    ["TEST_DEPENDENCY_OF", "test"],
]);
/** The relations of section 11 that tell who asks for what. `CONTAINS` says that something is there, not who wants it. */
function relationsOf(document) {
    const described = new Set((0,json/* itemsOf */.S3)((0,json/* member */.Dc)(document, "documentDescribes")).flatMap((each) => (0,json/* stringOf */.Je)(each) ?? []));
    const links = [];
    const groups = new Map();
    const needed = new Set();
    for (const relation of (0,json/* itemsOf */.S3)((0,json/* member */.Dc)(document, "relationships"))) {
        const text = (key) => (0,json/* stringOf */.Je)((0,json/* member */.Dc)(relation, key)) ?? "";
        const [kind, one, other] = [text("relationshipType"), text("spdxElementId"), text("relatedSpdxElement")];
        if (kind === "DESCRIBES" && one === DOCUMENT)
            described.add(other);
        else if (kind === "DESCRIBED_BY" && other === DOCUMENT)
            described.add(one);
        else if (kind === "DEPENDS_ON") {
            links.push({ asker: one, dependency: other });
            needed.add(other);
        }
        else if (DEPENDENCY_OF.has(kind)) {
            links.push({ asker: other, dependency: one });
            const group = DEPENDENCY_OF.get(kind);
            if (group === undefined)
                needed.add(one);
            else
                groups.set(one, group);
        }
    }
    for (const ref of needed)
        groups.delete(ref);
    return { described, links, groups };
}
const OTHER_PURPOSES = new Set(["FILE", "CONTAINER", "OPERATING-SYSTEM", "OPERATING_SYSTEM", "DEVICE"]);
function spdx_sbom_toComponent(node, path, lines) {
    if (node.kind !== "object")
        throw new core_bytes/* Malformed */.sG("a package is no object", node.start);
    const text = (key) => (0,json/* stringOf */.Je)((0,json/* member */.Dc)(node, key));
    const [ref, version, from] = [text("SPDXID"), text("versionInfo"), text("sourceInfo")];
    const references = (0,json/* itemsOf */.S3)((0,json/* member */.Dc)(node, "externalRefs")).flatMap((reference) => {
        const locator = (0,json/* stringOf */.Je)((0,json/* member */.Dc)(reference, "referenceLocator"));
        const isPurl = /^(?:.*\/)?purl$/.test((0,json/* stringOf */.Je)((0,json/* member */.Dc)(reference, "referenceType")) ?? "");
        return isPurl && locator !== undefined ? [{ locator, start: reference.start }] : [];
    });
    return {
        ...(ref === undefined ? {} : { ref }),
        names: [text("name") ?? ""],
        ...(version === undefined ? {} : { version }),
        purls: [...new Set(references.map(({ locator }) => locator))],
        at: sbom_component_placeOf(path, lines.lineOf(references[0]?.start ?? node.start), from === undefined ? undefined : insideOf(from)),
        hashes: (0,json/* itemsOf */.S3)((0,json/* member */.Dc)(node, "checksums")).flatMap((hash) => hashOf((0,json/* stringOf */.Je)((0,json/* member */.Dc)(hash, "algorithm")), (0,json/* stringOf */.Je)((0,json/* member */.Dc)(hash, "checksumValue")))),
        isPackage: !OTHER_PURPOSES.has(text("primaryPackagePurpose") ?? ""),
    };
}
/** Syft's words: `acquired package info from ...: /first/place, /second/place`. */
function insideOf(sourceInfo) {
    const [says, places] = sourceInfo.split(": ", 2);
    return says.startsWith("acquired package info") ? places?.split(", ", 1)[0] : undefined;
}
function spdx_sbom_imageOf(node, { names, version, purls, hashes }) {
    const read = purls.map(readPurl).find((each) => each?.type === "oci" || each?.type === "docker");
    if (read === undefined && (0,json/* stringOf */.Je)((0,json/* member */.Dc)(node, "primaryPackagePurpose")) !== "CONTAINER")
        return undefined;
    return imageSource(names[0] || read?.name || "", [read?.version, version, ...hashes, names[0]]);
}

;// CONCATENATED MODULE: ./src/lockfiles/uv-lock.ts








/**
 * `uv.lock` (https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile), version 1 with all its revisions, and the
 * first ones, which say `[[distribution]]` and write sources as text.
 */
const uvLock = {
    id: "uv-lock",
    title: "uv's lock",
    claims: (path) => /(^|\/)uv\.lock$/.test(path),
    parse: uv_lock_parse,
    upgrade: ({ name, version }) => (isVersion(version) ? `uv lock --upgrade-package ${name}==${version}` : undefined),
};
function* uv_lock_parse(text, context) {
    const document = parseToml(text);
    const { root } = document;
    const key = root["package"] === undefined && root["distribution"] !== undefined ? "distribution" : "package";
    if (root[key] === undefined && root["version"] === undefined)
        throw new core_bytes/* Malformed */.sG("it has neither packages nor a version", 0);
    yield* unknownVersion(root["version"], /^1$/, context.path);
    const { packages, problems } = lockedTables(document, text, context.path, key);
    yield* problems;
    const members = new Set(tomlItems(tomlAt(root, "manifest", "members")).filter((each) => typeof each === "string"));
    const isMember = ({ name, table }) => isOwn(sourceText(table), members.has(name));
    const own = packages.filter(isMember);
    const others = packages.filter((each) => !isMember(each));
    const asks = [...projectAsks(own), ...manifestAsks(root)];
    const reached = reachPython(others.map(nodeOf), { asks, complete: asks.length > 0 });
    const wanted = wantedByName(asks);
    const indexes = new OtherIndexes();
    for (const [i, { name, version, table, at }] of others.entries()) {
        const source = uv_lock_sourceOf(table);
        yield* pythonPackageOf({
            name,
            version,
            at,
            source,
            hashes: uv_lock_hashesOf(table),
            wanted: reached[i].direct === true ? wanted.get(pypiName(name)) : undefined,
            reached: reached[i],
        }, uv_lock_urlsOf(table), indexes);
    }
}
/** The kind and place of a source: `{ registry = "https://..." }`, or `registry+https://...` in the first versions. */
function sourceText(table) {
    const source = table["source"];
    if (typeof source === "string") {
        const plus = source.indexOf("+");
        return plus < 0 ? undefined : [source.slice(0, plus), source.slice(plus + 1)];
    }
    const [kind, where] = tomlEntries(source).find(([key]) => key !== "subdirectory") ?? [];
    return kind === undefined || typeof where !== "string" ? undefined : [kind, where];
}
/**
 * Members of the workspace: what is developed here. Other directories are packages that somebody else may have written,
 * and what comes from elsewhere is none, whatever the list of members says.
 */
function isOwn(source, listed) {
    if (source === undefined)
        return false;
    const [kind, where] = source;
    return kind === "virtual" || kind === "editable" || (kind === "directory" && (listed || isProjectItself(where)));
}
function uv_lock_sourceOf(table) {
    const [kind, where] = sourceText(table) ?? [];
    if (kind === undefined || where === undefined)
        return undefined;
    if (kind === "registry")
        return indexSource(where);
    if (kind === "git")
        return addressSource("vcs", `git+${where}`);
    if (kind === "url" || kind === "direct")
        return addressSource("url", where);
    return addressSource("local", where);
}
function nodeOf({ name, version, table }) {
    const optional = tomlEntries(table["optional-dependencies"]).flatMap(([extra, items]) => [...uv_lock_dependencies(items)].map((ask) => ({ ...ask, forExtras: [extra] })));
    return { name, version, asks: [...uv_lock_dependencies(table["dependencies"]), ...optional] };
}
function* uv_lock_dependencies(items) {
    for (const item of tomlItems(items)) {
        const name = tomlString(tomlAt(item, "name"));
        const extra = tomlAt(item, "extra");
        const extras = (Array.isArray(extra) ? extra : [extra]).filter((each) => typeof each === "string");
        if (name !== undefined)
            yield { name, version: tomlString(tomlAt(item, "version")), extras };
    }
}
/** What the members ask for: in production, in an extra that no other member needs, in a group. */
function projectAsks(own) {
    const index = new PythonIndex(own.map(nodeOf), []);
    return own.flatMap(({ name, table }) => {
        const wanted = wantedOf(table);
        const asks = (items, group) => [...uv_lock_dependencies(items)].map((ask) => ({
            name: ask.name,
            ...(ask.version === undefined ? {} : { version: ask.version }),
            extras: ask.extras ?? [],
            ...(group === undefined ? {} : { group }),
            ...wanted(ask.name),
        }));
        return [
            ...asks(table["dependencies"]),
            ...tomlEntries(table["optional-dependencies"]).flatMap(([extra, items]) => asks(items, index.isActive(name, extra) ? undefined : extra)),
            ...tomlEntries(table["dev-dependencies"]).flatMap(([group, items]) => asks(items, group)),
        ];
    });
}
/** A workspace whose root is no project has its groups, and a script has its requirements, in the manifest. */
function manifestAsks(root) {
    const asks = (items, group) => tomlItems(items).flatMap((item) => {
        const name = tomlString(tomlAt(item, "name"));
        const wanted = tomlString(tomlAt(item, "specifier"));
        if (name === undefined)
            return [];
        const extras = tomlItems(tomlAt(item, "extras")).filter((each) => typeof each === "string");
        return [{ name, extras, ...(group === undefined ? {} : { group }), ...(wanted === undefined ? {} : { wanted }) }];
    });
    return [
        ...asks(tomlAt(root, "manifest", "requirements")),
        ...tomlEntries(tomlAt(root, "manifest", "dependency-groups")).flatMap(([group, items]) => asks(items, group)),
    ];
}
/** What the metadata of a member wants of a name: the first word counts. */
function wantedOf(table) {
    const found = new Map();
    const groups = tomlEntries(tomlAt(table, "metadata", "requires-dev")).flatMap(([, items]) => tomlItems(items));
    for (const item of [...tomlItems(tomlAt(table, "metadata", "requires-dist")), ...groups]) {
        const name = tomlString(tomlAt(item, "name"));
        const specifier = tomlString(tomlAt(item, "specifier"));
        if (name !== undefined && specifier !== undefined && !found.has(name))
            found.set(name, specifier);
    }
    return (name) => (found.has(name) ? { wanted: found.get(name) } : {});
}
/** Addresses and paths of the files. */
function uv_lock_urlsOf(table) {
    const files = [table["sdist"], ...tomlItems(table["wheels"]), ...tomlItems(table["wheel"])];
    return files.flatMap((file) => tomlString(tomlAt(file, "url")) ?? tomlString(tomlAt(file, "path")) ?? []);
}
function uv_lock_hashesOf(table) {
    const files = [table["sdist"], ...tomlItems(table["wheels"]), ...tomlItems(table["wheel"])];
    return files.flatMap((file) => tomlString(tomlAt(file, "hash")) ?? []);
}

;// CONCATENATED MODULE: ./src/lockfiles/npm/yarn-kind.ts
/** Whether a yarn.lock is one of yarn 2 or later, which is YAML with a part about itself. */
function isBerry(head) {
    return /^__metadata:/m.test(head);
}

;// CONCATENATED MODULE: ./src/lockfiles/yarn-berry.ts










/** The newest `__metadata.version` whose locks were looked at (yarn 4.14). */
const yarn_berry_NEWEST = 10;
/** The lock of yarn 2 and later (https://yarnpkg.com/advanced/lexicon#lockfile). */
const yarnBerry = {
    id: "yarn-berry",
    title: "yarn.lock of yarn 2 and later",
    claims: (path) => baseName(path) === "yarn.lock",
    sniff: isBerry,
    *parse(text, context) {
        const root = parseFastYaml(text)[0];
        yarn_berry_checkVersion(root);
        const members = (0,json/* membersOf */.lS)(root).filter(({ key }) => key !== "__metadata");
        const { seen, graph } = yarn_berry_packagesOf(members.slice(0, entries_MAX_ENTRIES), context);
        yield* entriesOf(seen, reachPackages(graph), context, new syntax_lines/* Lines */.q(text), members.length);
    },
    upgrade({ name, version, direct }) {
        if (!isSafeToType(name, version))
            return undefined;
        return direct === undefined || direct === name ? `yarn up ${name}@${version}` : `yarn up -R ${name}`;
    },
};
function yarn_berry_checkVersion(root) {
    if ((0,json/* member */.Dc)(root, "__metadata")?.kind !== "object")
        throw new core_bytes/* Malformed */.sG("it is no lockfile of yarn 2 or later: it has no __metadata", 0);
    const version = (0,json/* stringOf */.Je)((0,json/* member */.Dc)(root, "__metadata", "version")) ?? "";
    if (!/^\d{1,4}$/.test(version) || Number(version) > yarn_berry_NEWEST)
        throw new core_bytes/* Unsupported */.O0(`version ${JSON.stringify(version.slice(0, 40))} of yarn's lockfile is not read; versions up to ${yarn_berry_NEWEST} are`);
}
function yarn_berry_packagesOf(members, context) {
    const entries = members.map((each) => {
        const resolution = (0,json/* stringOf */.Je)((0,json/* member */.Dc)(each.value, "resolution"));
        return { member: each, locator: locatorOf(resolution ?? each.key.split(", ", 1)[0]) };
    });
    const plain = new Set(entries.filter(({ locator }) => !isPatch(locator)).map(({ locator }) => yarn_berry_keyOf(locator)));
    const seen = [];
    const asks = [];
    const byDescriptor = new Map();
    const projects = [];
    for (const { member: each, locator } of entries) {
        if (locator.reference.startsWith("workspace:")) {
            projects.push({ path: locator.reference.slice("workspace:".length), node: each.value });
            continue;
        }
        // The package that is patched stands there too.
        if (isPatch(locator) && plain.has(yarn_berry_keyOf(unpatched(locator))))
            continue;
        const node = seen.push(yarn_berry_seenOf(each, unpatched(locator))) - 1;
        asks.push(each.value);
        // `local@file:./local::locator=...`: who asks for it does not say from where.
        for (const descriptor of each.key.split(", "))
            byDescriptor.set(descriptor.replace(/::locator=.*$/s, ""), node);
    }
    const find = ([name, range]) => byDescriptor.get(`${name}@${range}`) ?? byDescriptor.get(`${name}@npm:${range}`);
    const { roots, ranges } = yarn_berry_rootsOf(projects, find, context);
    const graph = {
        size: seen.length,
        name: (node) => seen[node].name,
        *asks(node) {
            for (const each of asksOf(asks[node], ["dependencies"])) {
                const found = find(each);
                if (found !== undefined)
                    yield found;
            }
        },
        roots,
    };
    return {
        seen: seen.map((each, node) => (ranges.has(node) ? { ...each, wanted: ranges.get(node) } : each)),
        graph,
    };
}
/** Manifests that are read beside one lock. The largest monorepos have some hundred workspaces. CWE-400. */
const MAX_MANIFESTS = 500;
/** What the workspaces ask for. What is for development only stands in their manifests alone. */
function yarn_berry_rootsOf(projects, find, context) {
    const roots = [];
    const ranges = new Map();
    projects.forEach(({ path, node: project }, number) => {
        const manifest = number < MAX_MANIFESTS ? projectBeside(context, path) : undefined;
        const groups = new Map(manifest?.wanted.toReversed().map(({ name, group }) => [name, group]));
        for (const asked of asksOf(project, ["dependencies"])) {
            const node = find(asked);
            if (node === undefined)
                continue;
            const group = groups.get(asked[0]);
            roots.push({ node, ...(group === undefined ? {} : { group }) });
            if (!ranges.has(node))
                ranges.set(node, asked[1].replace(/^npm:/, ""));
        }
    });
    return { roots, ranges };
}
function locatorOf(text) {
    const cut = text.indexOf("@", 1);
    const [name, reference] = cut < 0 ? [text, ""] : [text.slice(0, cut), text.slice(cut + 1)];
    // `virtual:<hash>#npm:1.2.3`: the same package for another set of peers.
    return { name, reference: reference.startsWith("virtual:") ? reference.replace(/^[^#]*#/, "") : reference };
}
function isPatch({ reference }) {
    return reference.startsWith("patch:");
}
/** Patches on patches. Yarn makes one, on what a person has patched. CWE-674. */
const MAX_PATCHES = 4;
/** What is patched: `patch:fsevents@npm%3A2.3.3#optional!builtin<compat/fsevents>::version=2.3.3&hash=df0bf1`. */
function unpatched(locator) {
    let inner = locator;
    for (let depth = 0; depth < MAX_PATCHES && isPatch(inner); depth++) {
        const base = inner.reference.slice("patch:".length).replace(/#.*$/s, "");
        inner = locatorOf(yarn_berry_decoded(base));
    }
    return inner;
}
function yarn_berry_decoded(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}
function yarn_berry_keyOf({ name, reference }) {
    return `${name}@${reference.replace(/^npm:/, "").replace(/::.*$/s, "")}`;
}
function yarn_berry_seenOf({ at, value }, { name, reference }) {
    const version = (0,json/* stringOf */.Je)((0,json/* member */.Dc)(value, "version"));
    const checksum = (0,json/* stringOf */.Je)((0,json/* member */.Dc)(value, "checksum"));
    const hashes = () => (checksum === undefined ? [] : checksumOf(checksum));
    const needsNoHash = (0,json/* member */.Dc)(value, "conditions") !== undefined;
    const common = { place: at, hashes, needsNoHash };
    const cut = reference.indexOf("::");
    const [bare, parameters] = cut < 0 ? [reference, ""] : [reference.slice(0, cut), reference.slice(cut + 2)];
    if (bare.startsWith("npm:")) {
        const archive = new URLSearchParams(parameters).get("__archiveUrl");
        return { ...common, name, version: bare.slice("npm:".length), origin: registryAt(archive ?? undefined) };
    }
    // `file:./local#./local::hash=...`: what stands behind is yarn's own.
    const origin = elsewhere(/^(?:file|link|portal|exec):/.test(bare) ? bare.replace(/#.*$/s, "") : bare);
    const archive = origin.kind === "registry" ? origin.archive : undefined;
    return { ...common, name: archive?.name ?? name, version: archive?.version ?? version, origin };
}
/** Of yarn's own archive of the package, which is no tarball, so that this is no hash of the registry: it has its own name. */
function checksumOf(checksum) {
    const hex = checksum.slice(checksum.indexOf("/") + 1);
    return /^[0-9a-f]{64,128}$/.test(hex) ? [`yarn-sha512:${hex}`] : [];
}

;// CONCATENATED MODULE: ./src/lockfiles/yarn-classic/reader.ts

/**
 * The entries of a lockfile of yarn 1, in its own syntax: indented blocks of `key value`, keys with commas between them,
 * strings with or without quotes. Stricter than yarn: three levels are all that it writes. Throws `Malformed` with the
 * place in characters, after the entries before it.
 */
function* readYarnLock(text) {
    let entry;
    try {
        for (const line of reader_linesOf(text)) {
            if (line.indent === 0) {
                const next = { ...line.header(), fields: new Map(), sections: new Map() };
                if (entry !== undefined)
                    yield entry;
                entry = next;
            }
            else if (entry === undefined)
                line.fail("a field belongs to no entry");
            else if (line.indent === 2)
                field(entry, line);
            else if (line.indent === 4 && entry.section !== undefined)
                entry.section.push(line.pair());
            else
                line.fail("its indentation is not yarn's");
        }
    }
    finally {
        // What was read of the last entry counts, also where the next line is broken.
        if (entry !== undefined)
            yield entry;
    }
}
function field(entry, line) {
    if (line.isHeader()) {
        const [name] = line.header().patterns;
        entry.section = [];
        entry.sections.set(name, entry.section);
        return;
    }
    delete entry.section;
    const [key, value] = line.pair();
    entry.fields.set(key, value);
}
function* reader_linesOf(text) {
    for (let start = 0; start < text.length;) {
        const found = text.indexOf("\n", start);
        const end = found < 0 ? text.length : found;
        const line = new Line(text, start, text[end - 1] === "\r" ? end - 1 : end);
        if (!line.isEmpty)
            yield line;
        start = end + 1;
    }
}
const STOPS = new Set([" ", ":", ",", '"', "\t"]);
/** One line; its parts are read from left to right. */
class Line {
    text;
    end;
    indent;
    at;
    constructor(text, start, end) {
        this.text = text;
        this.end = end;
        this.at = start;
        while (this.at < end && text[this.at] === " ")
            this.at++;
        this.indent = this.at - start;
        if (/^(?:<{7}|={7}|>{7}|\|{7})/.test(text.slice(start, start + 8)))
            this.fail("a merge conflict is in it");
    }
    get isEmpty() {
        return this.at >= this.end || this.text[this.at] === "#";
    }
    isHeader() {
        return this.text[this.end - 1] === ":";
    }
    /** `"a@^1", b@2:` */
    header() {
        const place = this.at;
        const patterns = [this.word()];
        while (this.text[this.at] === "," && this.at < this.end) {
            this.at++;
            this.space();
            patterns.push(this.word());
        }
        if (this.text[this.at] !== ":" || this.at !== this.end - 1)
            this.fail("a colon is missing at its end");
        return { patterns, place };
    }
    /** `key "value"` */
    pair() {
        const key = this.word();
        if (this.text[this.at] !== " ")
            this.fail("a value is missing");
        this.space();
        const value = this.word();
        if (this.at !== this.end)
            this.fail("something follows the value");
        return [key, value];
    }
    space() {
        while (this.at < this.end && this.text[this.at] === " ")
            this.at++;
    }
    word() {
        const start = this.at;
        if (this.text[start] === '"')
            return this.quoted();
        while (this.at < this.end && !STOPS.has(this.text[this.at]))
            this.at++;
        if (this.at === start)
            this.fail("a name or a value is missing");
        const word = this.text.slice(start, this.at);
        if (word.includes("\0"))
            this.fail("a NUL is in it");
        return word;
    }
    /** A string of JSON. */
    quoted() {
        const start = this.at++;
        while (this.at < this.end && this.text[this.at] !== '"')
            this.at += this.text[this.at] === "\\" ? 2 : 1;
        if (this.at >= this.end)
            this.fail("a string does not end");
        this.at++;
        try {
            return JSON.parse(this.text.slice(start, this.at));
        }
        catch {
            return this.fail("a string is not one of JSON");
        }
    }
    fail(what) {
        throw new core_bytes/* Malformed */.sG(`it is no lockfile of yarn 1: ${what}`, Math.min(this.at, this.text.length));
    }
}

;// CONCATENATED MODULE: ./src/lockfiles/yarn-classic/index.ts









const yarn_classic_ASKS = ["dependencies", "optionalDependencies"];
/** The lock of yarn 1 (https://classic.yarnpkg.com/lang/en/docs/yarn-lock/). It has packages, and not who asks for them. */
const yarnClassic = {
    id: "yarn-classic",
    title: "yarn.lock of yarn 1",
    claims: (path) => baseName(path) === "yarn.lock",
    sniff: (head) => !isBerry(head),
    *parse(text, context) {
        const entries = [];
        let broken;
        try {
            for (const entry of readYarnLock(text))
                if (entries.push(entry) > entries_MAX_ENTRIES)
                    break;
        }
        catch (error) {
            broken = { error };
        }
        const { seen, graph } = yarn_classic_packagesOf(entries, context);
        yield* entriesOf(seen, reachPackages(graph), context, new syntax_lines/* Lines */.q(text), entries.length);
        if (broken !== undefined)
            throw broken.error;
    },
    upgrade({ name, version, direct }) {
        if (direct === undefined || direct === name)
            return isSafeToType(name, version) ? `yarn upgrade ${name}@${version}` : undefined;
        return isSafeToType(direct, version) ? `yarn upgrade ${direct}` : undefined;
    },
};
function yarn_classic_packagesOf(entries, context) {
    const seen = [];
    const asks = [];
    const patterns = new Map();
    const names = new Map();
    for (const entry of entries) {
        const asked = yarn_classic_ASKS.flatMap((section) => entry.sections.get(section) ?? []);
        for (const [each, matching] of packagesIn(entry)) {
            const node = seen.push(each) - 1;
            asks.push(asked);
            for (const pattern of matching) {
                patterns.set(pattern, node);
                yarn_classic_push(names, nameIn(pattern), node);
            }
        }
    }
    // Resolutions of the project replace ranges, so that no pattern has the one that was asked for.
    const find = (name, range) => {
        const only = names.get(name);
        return patterns.get(`${name}@${range}`) ?? (only?.length === 1 ? only[0] : undefined);
    };
    const graph = {
        size: seen.length,
        name: (node) => seen[node].name,
        *asks(node) {
            for (const [name, range] of asks[node]) {
                const found = find(name, range);
                if (found !== undefined)
                    yield found;
            }
        },
    };
    return rootedBeside(seen, graph, find, context);
}
function yarn_classic_push(lists, name, node) {
    const list = lists.get(name);
    if (list === undefined)
        lists.set(name, [node]);
    else if (list.length < 2 && list[0] !== node)
        list.push(node);
}
/** One package for each real name: aliases of the same one may share an entry. */
function packagesIn(entry) {
    const found = new Map();
    for (const pattern of entry.patterns) {
        const seen = yarn_classic_seenOf(entry, pattern);
        const before = found.get(seen.name);
        if (before === undefined)
            found.set(seen.name, { seen, patterns: [pattern] });
        else
            before.patterns.push(pattern);
    }
    return [...found.values()].map(({ seen, patterns }) => [seen, patterns]);
}
function yarn_classic_seenOf({ place, fields }, pattern) {
    const called = nameIn(pattern);
    const range = pattern.slice(called.length + 1);
    const real = range.startsWith("npm:") ? nameIn(range.slice("npm:".length)) : called;
    const resolved = fields.get("resolved");
    const hashes = () => {
        const own = hashesOf(fields.get("integrity"));
        return own.length > 0 || origin.kind !== "registry" ? own : hashesOfFragment(resolved);
    };
    const isOther = !range.startsWith("npm:") && origin_isElsewhere(range);
    // What is fetched stands in `resolved`; an offline mirror has names of files there.
    const isAddress = resolved !== undefined && /^[a-z][a-z0-9+.-]*:|^git@/i.test(resolved);
    const address = isAddress ? resolved : isOther ? range : undefined;
    const origin = isOther ? originOf(address) : registryAt(address);
    const archive = isOther && origin.kind === "registry" ? origin.archive : undefined;
    return {
        name: archive?.name ?? real,
        version: fields.get("version"),
        place,
        origin,
        hashes,
    };
}
/** `@scope/name` of `@scope/name@range`. */
function nameIn(pattern) {
    const cut = pattern.indexOf("@", 1);
    return cut < 0 ? pattern : pattern.slice(0, cut);
}

;// CONCATENATED MODULE: ./src/lockfiles/index.ts



























/** Every syntax that is read. The first that claims a path, and whose sniff agrees, reads it. */
const LOCKFILES = [
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
    requirements_requirements,
    setupCfg,
    spdxSbom,
    uvLock,
    yarnBerry,
    yarnClassic,
];

;// CONCATENATED MODULE: ./src/app/audit/text-allowance.ts
/** Characters of all lockfiles of a run, and of what they include each time they do. Large monorepos have some 30 million. CWE-770. */
const text_allowance_MAX_TEXT = 128 * 1024 ** 2;
/** What the lockfiles of a run may hold together: what comes behind is told, and not read. */
class TextAllowance {
    left;
    constructor(left = text_allowance_MAX_TEXT) {
        this.left = left;
    }
    /** A lockfile whose text is read when it is asked for, so that not all of them are in memory at once. */
    within({ path, syntax, read, context }) {
        return {
            path,
            syntax,
            context: {
                ...context,
                include: (each) => {
                    if (this.left <= 0)
                        return { missing: "too-large", path: each };
                    const found = context.include(each);
                    if ("text" in found)
                        this.left -= found.text.length;
                    return found;
                },
            },
            text: () => {
                if (this.left <= 0)
                    return SPENT;
                const text = read();
                if (typeof text === "string")
                    this.left -= text.length;
                return text;
            },
        };
    }
}
const SPENT = {
    reason: "limit",
    detail: `the lockfiles before it have more than ${text_allowance_MAX_TEXT} characters, so it was not read`,
};

;// CONCATENATED MODULE: ./src/app/audit/find-lockfiles.ts






/** Bytes that a syntax may look at to know its files; the names of texts say little. */
const HEAD_BYTES = 16 * 1024;
/** Bytes of a `.txt` or `.lock` that may be one of conda's: others of these names are data of any size. */
const MAX_LIST_BYTES = 1024 ** 2;
/** The selected files that are lockfiles. `named`: the user named each of them, so one that is none is an error. */
function lockfilesOf({ root }, files, named) {
    const allowance = new TextAllowance();
    return files.flatMap(({ path, absolute, size }) => {
        const claiming = named.has(path) ? claimingByHand(path) : LOCKFILES.filter((syntax) => syntax.claims(path));
        if (claiming.length === 0)
            return [];
        const syntax = chosen(claiming, absolute, size);
        if (syntax !== undefined) {
            const read = () => textOf(readLockfileText(absolute, size));
            return [allowance.within({ path, syntax, read, context: contextOnDisk(root, path) })];
        }
        if (named.has(path))
            throw find_lockfiles_unknown(path);
        return [];
    });
}
/** What the base has of the same files, or of one that moved here. */
function lockfilesInBase({ git }, { base, files, changedPaths }, head) {
    if (git === undefined || base === undefined)
        return [];
    const here = new Set(files.map(({ path }) => path));
    const gone = [...changedPaths].filter((each) => !here.has(each));
    const allowance = new TextAllowance();
    return head.flatMap(({ path, syntax }) => {
        // What was no lockfile under its old name was never audited there.
        const moved = movedFrom(path, gone).filter((each) => syntax.claims(each));
        const at = [path, ...moved].find((each) => git.show(base, each, MAX_LOCKFILE_BYTES) !== undefined);
        if (at === undefined)
            return [];
        const read = () => decodeText(git.show(base, at, MAX_LOCKFILE_BYTES) ?? new Uint8Array());
        return [allowance.within({ path, syntax, read, context: { ...contextInCommit(git, base, at), path } })];
    });
}
/** A file of the same name that is no longer there, where there is just one: the lockfile was moved. */
function movedFrom(path, gone) {
    const name = (each) => each.slice(each.lastIndexOf("/") + 1);
    const alike = gone.filter((each) => name(each) === name(path));
    return alike.length === 1 ? alike : [];
}
/** Lockfiles that were selected and whose content is not here, where the gate does not say so already. */
function absentLockfiles({ missing }) {
    return missing
        .filter(({ path }) => (0,model_names/* isSurelyNoModel */.nf)(path))
        .filter(({ path }) => LOCKFILES.some((syntax) => syntax.sniff === undefined && syntax.claims(path)))
        .map(({ path, detail, line }) => {
        const at = { path, inside: [], line: line ?? 1 };
        return { kind: "lockfile", at, lockfile: { kind: "unreadable", reason: "not-fetched", detail } };
    });
}
/** A file outside of the repository or in it, that was named as an inventory. */
function namedInventory(file, workspace) {
    const absolute = (0,external_node_path_.isAbsolute)(file) ? file : (0,external_node_path_.join)(process.cwd(), file);
    const path = displayed(absolute, workspace.root);
    const text = textOf(readLockfileText(absolute, 0));
    if (typeof text !== "string" && text.detail === "ENOENT")
        throw new host/* ConfigurationError */.j(`sbom: there is no file ${file}`);
    const syntax = chosen(LOCKFILES.filter(({ id }) => id.endsWith("-sbom")), absolute, 0);
    if (syntax === undefined)
        throw new host/* ConfigurationError */.j(`sbom: ${file} is neither CycloneDX nor SPDX as JSON. Syft writes both: syft IMAGE -o cyclonedx-json`);
    return {
        path,
        syntax,
        text,
        context: { path, include: (each) => ({ missing: "outside", path: each }), siblings: () => [] },
    };
}
/** Relative to the root where it is inside, else as it is. */
function displayed(absolute, root) {
    const path = (0,external_node_path_.relative)(root, absolute).split(external_node_path_.sep).join("/");
    return path === ".." || path.startsWith("../") || (0,external_node_path_.isAbsolute)(path)
        ? absolute.split(external_node_path_.sep).join("/")
        : path === ""
            ? "."
            : path;
}
function textOf(read) {
    if ("text" in read)
        return read.text;
    if ("tooLarge" in read)
        return {
            reason: "limit",
            detail: `it has ${read.tooLarge} bytes, more than the ${MAX_LOCKFILE_BYTES} that are read`,
        };
    return { reason: "malformed", detail: read.failed };
}
/**
 * The first that claims the path, and knows its text where names are shared: the beginning, else all of it, for what is
 * typical may stand behind a long comment. Where there is too much to look at, the first, so that it is told.
 */
function chosen(claiming, absolute, size) {
    const knownFrom = (bytes) => {
        let head;
        return claiming.find((syntax) => syntax.sniff?.((head ??= readLockfileHead(absolute, bytes))) ?? true);
    };
    const known = knownFrom(HEAD_BYTES);
    if (known !== undefined || size <= HEAD_BYTES)
        return known;
    const named = claiming.find(({ id }) => id !== "conda-explicit");
    if (named === undefined)
        return size > MAX_LIST_BYTES ? undefined : knownFrom(MAX_LIST_BYTES);
    return size > MAX_LOCKFILE_BYTES ? named : knownFrom(MAX_LOCKFILE_BYTES);
}
/** A file that was named may have any name: `main.txt` is a list of requirements for whoever says so. */
function claimingByHand(path) {
    const byName = LOCKFILES.filter((syntax) => syntax.claims(path));
    const byText = LOCKFILES.filter(({ id }) => id === "conda-explicit" || id.endsWith("-sbom"));
    const lists = LOCKFILES.filter(({ id }) => id === "requirements" && /\.(?:txt|in)$/i.test(path));
    return [...byName, ...byText, ...lists];
}
function find_lockfiles_unknown(path) {
    const kinds = LOCKFILES.map(({ title }) => title).join(", ");
    return new host/* ConfigurationError */.j(`audit: ${path} is no lockfile that is known here. Known: ${kinds}`);
}

// EXTERNAL MODULE: ./src/host/path-bytes.ts
var path_bytes = __webpack_require__(3357);
;// CONCATENATED MODULE: ./src/app/audit/including-lockfiles.ts





/** Lockfiles that are made of other files too: lists of pip, and POMs with their parents. */
const INCLUDING = new Set(["requirements", "conda-environment", "maven-pom"]);
/** What a text has that includes another: an option of pip, a parent. */
const INCLUDES = /^[ \t]*(?:-[ \t]+)?["']?-[-rc]|<(?:\w+:)?parent[\s>]/m;
/** Lockfiles that are looked at whether they include what changes. The largest monorepos have some thousand. CWE-770. */
const MAX_LOOKED_AT = 5_000;
/**
 * Lockfiles that the change does not touch, but that include a file which it touches: what they install changes with it.
 * `selected`: those that are audited anyway.
 */
function includingLockfiles(workspace, { mode, base, files, changedPaths }, selected) {
    if (workspace.git === undefined || base === undefined || mode !== "changes")
        return [];
    const audited = new Map(selected.map(({ path, syntax }) => [path, syntax.id]));
    const taken = new Set(files.map(({ path }) => path));
    const candidates = (0,diff/* trackedNames */.FH)(workspace.git, workspace.scope)
        .files.map((name) => (0,path_bytes/* displayPath */.Gt)(name))
        .filter((path) => !taken.has(path) && LOCKFILES.some((syntax) => INCLUDING.has(syntax.id) && syntax.claims(path)))
        .slice(0, MAX_LOOKED_AT)
        .map((path) => ({ path, absolute: (0,external_node_path_.join)(workspace.root, path), size: 0, sameAsBase: true }));
    // A list that is audited itself says what is in it; a POM does not say what its properties are for.
    const counts = (path) => changedPaths.has(path) && audited.get(path) !== "requirements";
    return lockfilesOf(workspace, candidates, new Set())
        .filter(({ syntax }) => INCLUDING.has(syntax.id))
        .filter((lockfile) => includes(lockfile, counts));
}
function includes({ syntax, text: given, context }, counts) {
    const text = typeof given === "function" ? given() : given;
    if (typeof text !== "string" || !INCLUDES.test(text))
        return false;
    let found = false;
    const watched = {
        ...context,
        include(relative) {
            const included = context.include(relative);
            found ||= counts(included.path);
            return included;
        },
    };
    try {
        for (const entry of syntax.parse(text, watched))
            if (found || entry === undefined)
                break;
    }
    catch {
        // Unreadable as it was; the change did not make it so.
    }
    return found;
}

;// CONCATENATED MODULE: ./src/host/environment.ts



/** Distributions of one environment; the largest have a thousand. CWE-770. */
const MAX_DISTRIBUTIONS = 50_000;
/** Bytes that are read of one file: the headers of METADATA stand in front. The largest files have some 400 kB. CWE-770. */
const MAX_FILE = 1024 ** 2;
/** Where an environment, or the tree of an image, keeps its packages. */
const PREFIXES = ["", "usr", "usr/local"];
const LIBRARIES = ["lib", "lib64", "local/lib"];
const VERSIONED = /^(?:python|pypy)\d(?:\.\d{1,3})?t?$/;
const DISTRIBUTION = /\.(?:dist-info|egg-info|egg)$/;
/**
 * Lists what is installed in a virtual environment, or in one directory of packages, without running anything. `shown` is how
 * the report names `directory`. Links that lead out of it are not followed; a directory that two links name counts once. Packages
 * that the environment takes from elsewhere are a gap. Throws `ConfigurationError` where there is no environment.
 */
function* listEnvironment(directory, shown) {
    const root = rootOf(directory, shown);
    const folders = packageFolders(root);
    if (folders.length === 0)
        throw new host/* ConfigurationError */.j(`${shown} is no environment of Python: it has no *.dist-info, and no lib/python3.*/site-packages or Lib/site-packages`);
    const named = (...parts) => [shown, ...parts].filter((part) => part !== "" && part !== ".").join("/");
    if (/^include-system-site-packages\s*=\s*true\s*$/im.test(environment_wordsOf(environment_textOf(root, "pyvenv.cfg"))))
        yield environment_elsewhere(named("pyvenv.cfg"), "packages of the system's Python are used too, and are not looked at here");
    const listed = new Set(folders.map((folder) => realWithin(root, (0,external_node_path_.join)(root, folder))));
    let count = 0;
    for (const folder of folders)
        for (const name of namesIn((0,external_node_path_.join)(root, folder))) {
            if (name.endsWith(".pth"))
                yield* pathFile(root, folder, name, (path) => listed.has(path), named);
            // Names with a tilde are what pip has moved out of the way.
            if (!DISTRIBUTION.test(name) || name.startsWith("~"))
                continue;
            if (++count > MAX_DISTRIBUTIONS) {
                const detail = `more than ${MAX_DISTRIBUTIONS} distributions are installed`;
                return yield { path: named(folder), problem: "limit", detail };
            }
            yield distribution(root, (0,external_node_path_.join)(folder, name), named(folder, name));
        }
}
/** Lines of one path file that are looked at. CWE-770. */
const MAX_PATH_LINES = 1000;
/** A `.pth` file adds directories to the path of imports. Sources of editable projects are known by their metadata. */
function* pathFile(root, folder, name, isListed, named) {
    const lines = environment_wordsOf(environment_textOf(root, (0,external_node_path_.join)(folder, name))).split("\n", MAX_PATH_LINES);
    for (const line of lines.map((each) => each.trim())) {
        if (line === "" || line.startsWith("#") || /^import\s/.test(line) || line.includes("\0"))
            continue;
        const path = (0,external_node_path_.resolve)(root, folder, line);
        if (!isListed(realWithin(root, path)) && namesIn(path).some((each) => each.endsWith(".dist-info")))
            yield environment_elsewhere(named(folder, name), `packages of ${line.slice(0, 300)} are used too, and are not looked at here`);
    }
}
function environment_elsewhere(path, detail) {
    return { path, problem: "not-fetched", detail };
}
function rootOf(directory, shown) {
    try {
        return (0,external_node_fs_.realpathSync)(directory);
    }
    catch (error) {
        throw new host/* ConfigurationError */.j(`${shown} cannot be read (${error.code})`);
    }
}
/** Directories with packages, relative to the root, each once. */
function packageFolders(root) {
    if (namesIn(root).some((name) => /\.(?:dist|egg)-info$/.test(name)))
        return [""];
    const candidates = ["Lib/site-packages"];
    for (const prefix of PREFIXES)
        for (const library of LIBRARIES) {
            const base = [prefix, library].filter(Boolean).join("/");
            for (const name of namesIn((0,external_node_path_.join)(root, base)).filter((each) => VERSIONED.test(each)))
                candidates.push(`${base}/${name}/site-packages`, `${base}/${name}/dist-packages`);
        }
    const seen = new Set();
    return candidates.filter((candidate) => {
        const real = realWithin(root, (0,external_node_path_.join)(root, candidate));
        return real !== undefined && namesIn(real).length > 0 && seen.size !== seen.add(real).size;
    });
}
/** Where a path of the environment leads; undefined where that is nowhere, or outside. */
function realWithin(root, path) {
    try {
        const real = (0,external_node_fs_.realpathSync)(path);
        return real === root || real.startsWith(root.endsWith(external_node_path_.sep) ? root : root + external_node_path_.sep) ? real : undefined;
    }
    catch {
        return undefined;
    }
}
function namesIn(directory) {
    try {
        return (0,external_node_fs_.readdirSync)(directory).sort();
    }
    catch {
        return [];
    }
}
const LEADS_OUT = "a link leads out of the environment, and was not followed";
/** A folder of metadata, or (from distutils) its file alone. */
function distribution(root, relative, path) {
    for (const inside of ["METADATA", "PKG-INFO", "EGG-INFO/PKG-INFO", ""]) {
        const metadata = environment_textOf(root, (0,external_node_path_.join)(relative, inside));
        if (metadata === "absent")
            continue;
        const at = inside === "" ? path : `${path}/${inside}`;
        if (metadata === "outside")
            return environment_elsewhere(at, LEADS_OUT);
        const beside = (name) => environment_textOf(root, (0,external_node_path_.join)(relative, name));
        const [directUrl, installer, requested] = [beside("direct_url.json"), beside("INSTALLER"), beside("REQUESTED")];
        if (directUrl === "outside")
            return environment_elsewhere(`${path}/direct_url.json`, LEADS_OUT);
        return {
            path: at,
            metadata: metadata.text,
            ...(directUrl === "absent" ? {} : { directUrl: directUrl.text }),
            ...(typeof installer === "string" ? {} : { installer: installer.text }),
            ...(requested === "absent" ? {} : { requested: true }),
        };
    }
    return { path, problem: "malformed", detail: "it has no METADATA or PKG-INFO that can be read" };
}
/** The beginning of a file of the environment. */
function environment_textOf(root, relative) {
    const path = (0,external_node_path_.join)(root, relative);
    const real = realWithin(root, path);
    if (real === undefined)
        return exists(path) ? "outside" : "absent";
    let file;
    try {
        // Without waiting: a pipe that nobody writes to is no metadata.
        file = (0,external_node_fs_.openSync)(real, external_node_fs_.constants.O_RDONLY | external_node_fs_.constants.O_NONBLOCK);
        const { size } = (0,external_node_fs_.fstatSync)(file);
        if (!(0,external_node_fs_.fstatSync)(file).isFile())
            return "absent";
        const bytes = Buffer.alloc(Math.min(size, MAX_FILE));
        return { text: bytes.toString("utf8", 0, (0,external_node_fs_.readSync)(file, bytes, 0, bytes.length, 0)) };
    }
    catch {
        return "absent";
    }
    finally {
        if (file !== undefined)
            (0,external_node_fs_.closeSync)(file);
    }
}
function environment_wordsOf(text) {
    return typeof text === "string" ? "" : text.text;
}
function exists(path) {
    try {
        (0,external_node_fs_.realpathSync)(path);
        return true;
    }
    catch {
        return false;
    }
}

;// CONCATENATED MODULE: ./src/lockfiles/python-metadata.ts



/** Lines of headers. `Requires-Dist` of the largest distributions (all extras of apache-airflow) has some 1,500. CWE-770. */
const MAX_HEADER_LINES = 50_000;
/** Dependencies of one distribution. CWE-770. */
const MAX_REQUIRES = 10_000;
/**
 * The headers of `METADATA` or `PKG-INFO` (core metadata, PEP 566 and 643): e-mail headers, whose names have no case and
 * whose values go on in lines that begin with a space. The first of several counts, as for Python's `email`. Linear.
 */
function readMetadata(text) {
    const requires = [];
    const found = {};
    for (const { key, value, line } of headersOf(text)) {
        if (key === "name")
            found.name ??= value;
        else if (key === "version" && found.version === undefined)
            Object.assign(found, { version: value, line });
        else if (key === "requires-dist" && requires.length < MAX_REQUIRES)
            requires.push(value);
    }
    return { name: found.name, version: found.version, requires, line: found.line ?? 1 };
}
function* headersOf(text) {
    let open;
    for (let [start, line] = [0, 1]; start < text.length && line <= MAX_HEADER_LINES; line++) {
        const newline = text.indexOf("\n", start);
        const end = newline < 0 ? text.length : newline;
        const content = text.slice(start, text[end - 1] === "\r" ? end - 1 : end);
        start = end + 1;
        if (/^[ \t]/.test(content)) {
            // Only short values are put together again: nothing that is used goes on.
            if (open !== undefined && open.value.length < 4096)
                open.value = `${open.value} ${content.trim()}`;
            continue;
        }
        if (open !== undefined)
            yield open;
        const colon = content.indexOf(":");
        if (content === "" || colon <= 0)
            return;
        open = { key: content.slice(0, colon).toLowerCase(), value: content.slice(colon + 1).trim(), line };
    }
    if (open !== undefined)
        yield open;
}
/** Values of one `direct_url.json`. CWE-770. */
const python_metadata_MAX_VALUES = 1000;
/** `direct_url.json`; throws `Malformed`. An address has no credentials here, although the file should have none either. */
function readDirectUrl(text) {
    const root = (0,json/* parseJson */.qF)(text, python_metadata_MAX_VALUES);
    const url = (0,json/* stringOf */.Je)((0,json/* member */.Dc)(root, "url"));
    if (url === undefined)
        throw new core_bytes/* Malformed */.sG("direct_url.json has no url");
    const where = address_withoutCredentials(url);
    const commit = (0,json/* stringOf */.Je)((0,json/* member */.Dc)(root, "vcs_info", "commit_id"));
    if ((0,json/* member */.Dc)(root, "vcs_info") !== undefined)
        return {
            ...nothing,
            source: { kind: "vcs", where: commit === undefined ? where : `${where}@${commit.slice(0, 64)}` },
        };
    if ((0,json/* member */.Dc)(root, "dir_info") !== undefined)
        return { ...nothing, source: { kind: "local", where } };
    const kind = /^file:/i.test(url) ? "local" : "url";
    return { source: { kind, where }, isArchive: true, hashes: archiveHashes((0,json/* member */.Dc)(root, "archive_info")) };
}
const nothing = { isArchive: false, hashes: [] };
/** `hashes: {"sha256": "..."}`, or the older `hash: "sha256=..."`. */
function archiveHashes(info) {
    const sha256 = (0,json/* stringOf */.Je)((0,json/* member */.Dc)(info, "hashes", "sha256"));
    const old = /^sha256=(.*)$/.exec((0,json/* stringOf */.Je)((0,json/* member */.Dc)(info, "hash")) ?? "")?.[1];
    return [sha256 ?? old].flatMap((hex) => hex !== undefined && /^[0-9a-f]{64}$/i.test(hex) ? [`sha256:${hex.toLowerCase()}`] : []);
}

;// CONCATENATED MODULE: ./src/lockfiles/python-environment.ts





/** As pip has it; what has no such name is no distribution for it. */
const python_environment_NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,254}[A-Za-z0-9])?$/;
/** Characters of a version. CWE-400. */
const python_environment_MAX_VERSION = 256;
/**
 * What is installed in an environment of Python, as `pip list` says: names and versions of the metadata (core metadata,
 * PEP 376 and 610), whoever installed them. A package of two versions is there twice: which one is imported depends on the
 * order of directories.
 */
function* readEnvironment(entries) {
    const installed = [];
    for (const entry of entries) {
        const read = "problem" in entry ? entry : readInstalled(entry);
        if ("problem" in read)
            yield { kind: "unreadable", at: at(read.path, 1), reason: read.problem, detail: read.detail };
        else
            installed.push(read);
    }
    const reached = python_environment_reach(installed);
    for (const [i, each] of installed.entries())
        yield { kind: "package", pkg: { ...python_environment_packageOf(each), ...reached[i] } };
}
function readInstalled({ path, metadata, directUrl, installer, requested }) {
    const read = readMetadata(metadata);
    const fromFolder = folderName(path);
    const [name, version] = [read.name ?? fromFolder?.name, read.version ?? fromFolder?.version];
    const malformed = (detail) => ({ path, problem: "malformed", detail });
    if (name === undefined || !python_environment_NAME.test(name))
        return malformed("the metadata has no Name that Python packages can have");
    if (version === undefined || version === "" || version.length > python_environment_MAX_VERSION)
        return malformed(`the metadata of ${name} has no Version`);
    // Packages of conda name the folder that they were built in, on another machine.
    const isConda = installer?.trim() === "conda";
    try {
        const direct = directUrl === undefined || isConda ? undefined : readDirectUrl(directUrl);
        return { ...read, path, name, version, requested: requested === true, direct };
    }
    catch (error) {
        if (error instanceof core_bytes/* Malformed */.sG)
            return malformed(`direct_url.json of ${name}: ${error.message}`);
        throw error;
    }
}
/** `torch-2.0.1.dist-info`, `foo-1.0-py3.11.egg-info`. */
function folderName(path) {
    const match = /(?:^|\/)([^/-]{1,256})-([^/-]{1,256})(?:-py[\d.]{1,10})?\.(?:dist-info|egg-info|egg)(?:\/|$)/.exec(path);
    return match === null ? undefined : { name: match[1], version: match[2] };
}
/** What an archive holds has its version; under the version of a repository or folder anything may stand. */
function python_environment_packageOf({ path, line, name, version, direct }) {
    const isPyPI = direct === undefined || direct.isArchive;
    const source = direct?.source;
    const qualifiers = source?.kind === "vcs" ? { vcs_url: source.where } : {};
    return {
        name,
        version,
        ...(isPyPI ? { ecosystem: "PyPI" } : {}),
        purl: isPyPI ? purlOf("PyPI", name, version) : purl("pypi", undefined, pypiName(name), version, qualifiers),
        at: at(path, line),
        ...(direct === undefined || direct.hashes.length === 0 ? {} : { hashes: direct.hashes }),
        ...(source === undefined ? {} : { source }),
    };
}
/** Paths from what was asked for by name. Dependencies of extras are left out: nobody knows which were asked for. */
function python_environment_reach(installed) {
    const byName = new Map();
    for (const [node, { name }] of installed.entries()) {
        const nodes = byName.get(pypiName(name));
        if (nodes === undefined)
            byName.set(pypiName(name), [node]);
        else
            nodes.push(node);
    }
    return reachPackages({
        size: installed.length,
        name: (node) => installed[node].name,
        *asks(node) {
            for (const text of installed[node].requires) {
                const asked = parseRequirement(text);
                if (asked !== undefined && !/\bextra\b/.test(asked.marker ?? ""))
                    yield* byName.get(pypiName(asked.name)) ?? [];
            }
        },
        roots: installed.flatMap(({ requested }, node) => (requested ? [{ node }] : [])),
        // Not every installer writes REQUESTED.
        complete: false,
    });
}
function at(path, line) {
    return { path, inside: [], line };
}

;// CONCATENATED MODULE: ./src/app/audit/installed.ts




/**
 * What is installed in a directory, as a lockfile would say it: it has no text, its entries come from many files. Throws
 * `ConfigurationError` where there is no environment.
 */
function installedPackages(directory, workspace) {
    const path = displayed((0,external_node_path_.resolve)(directory), workspace.root);
    const entries = [...readEnvironment(listEnvironment(directory, path))];
    const syntax = {
        id: "python-environment",
        title: "An environment of Python",
        claims: () => false,
        parse: () => entries,
        upgrade: ({ name, version }) => `pip install ${name}==${version}`,
    };
    return {
        path,
        syntax,
        text: "",
        context: { path, include: (each) => ({ missing: "outside", path: each }), siblings: () => [] },
    };
}

;// CONCATENATED MODULE: ./src/policy/osv-scanner-config.ts



/** Characters of one file; long ones have some 30,000. CWE-770. */
const MAX_CONFIG = 1024 ** 2;
/** Entries, and notices, of one file. CWE-770. */
const osv_scanner_config_MAX_ENTRIES = 10_000;
const MAX_NOTICES = 100;
/**
 * Reads an `osv-scanner.toml` (https://google.github.io/osv-scanner/configuration/, as osv-scanner 2.5 does it). It holds for the
 * lockfiles of its own directory. Throws `Malformed`, with the place in characters, where it is no such file; keys that nobody
 * knows are notices.
 */
function readOsvScannerConfig(text) {
    if (text.length > MAX_CONFIG)
        throw new core_bytes/* Malformed */.sG("an osv-scanner.toml of more than 1 MiB");
    const { root, placesOf } = parseToml(text);
    const reader = new ConfigReader(new syntax_lines/* Lines */.q(text), placesOf);
    reader.read(tomlEntries(root));
    return reader;
}
const VULN_KEYS = new Set(["id", "ignoreUntil", "reason"]);
const MATCH_KEYS = ["name", "version", "ecosystem", "group"];
const PACKAGE_KEYS = new Set([
    ...MATCH_KEYS,
    "nameIsRegex",
    "ignore",
    "vulnerability",
    "license",
    "effectiveUntil",
    "reason",
]);
/** Settings for other things than flaws of packages. */
const osv_scanner_config_ELSEWHERE = new Set(["GoVersionOverride", "ScanGoModVersion"]);
class ConfigReader {
    lines;
    placesOf;
    ignores = [];
    notices = [];
    ids = new Set();
    constructor(lines, placesOf) {
        this.lines = lines;
        this.placesOf = placesOf;
    }
    read(entries) {
        for (const [key, value] of entries)
            if (key === "IgnoredVulns")
                this.tables(key, value, (entry, place) => this.vulnerability(entry, place));
            else if (key === "PackageOverrides")
                this.tables(key, value, (entry, place) => this.override(entry, place));
            else if (osv_scanner_config_ELSEWHERE.has(key))
                this.note(`${key} has no effect here`);
            else
                this.note(`unknown key ${key.slice(0, 100)}`);
    }
    tables(key, value, use) {
        const places = this.placesOf(key);
        if (!Array.isArray(value))
            throw new core_bytes/* Malformed */.sG(`${key} must be written [[${key}]]`, places[0]);
        if (value.length > osv_scanner_config_MAX_ENTRIES)
            throw new core_bytes/* Malformed */.sG(`${key} has more than ${osv_scanner_config_MAX_ENTRIES} entries`, places[0]);
        for (const [i, entry] of tomlItems(value).entries()) {
            const place = places[i] ?? 0;
            if (tomlTable(entry) === undefined)
                throw new core_bytes/* Malformed */.sG(`${key} must hold tables`, place);
            use(entry, place);
        }
    }
    /** Of two entries for one id the first counts, even where it has ended. */
    vulnerability(entry, place) {
        this.unknown(entry, VULN_KEYS, "IgnoredVulns", place);
        const id = this.text(entry, "id", place);
        if (id === undefined || id === "")
            throw new core_bytes/* Malformed */.sG("an entry of IgnoredVulns has no id", place);
        const ending = this.ending(entry, "ignoreUntil", place);
        if (this.ids.has(id))
            return this.note(`${id.slice(0, 100)} stands twice, and the first counts`, place);
        this.ids.add(id);
        this.ignores.push({ id, ...ending });
    }
    override(entry, place) {
        this.unknown(entry, PACKAGE_KEYS, "PackageOverrides", place);
        // An empty text is none.
        const [name, version, ecosystem, group] = MATCH_KEYS.map((key) => this.text(entry, key, place) || undefined);
        const isPattern = this.flag(entry, place, "nameIsRegex") && name !== undefined;
        const [whole, flaws] = [this.flag(entry, place, "ignore"), this.flag(entry, place, "vulnerability", "ignore")];
        const ending = this.ending(entry, "effectiveUntil", place);
        // What is left says something of licences.
        if (!whole && !flaws)
            return;
        // A pattern of Go's is another one here, or takes for ever. Not to ignore is the safe side.
        if (isPattern)
            return this.note("names by pattern (nameIsRegex) are not applied here: name the packages", place);
        if ([name, version, ecosystem, group].every((each) => each === undefined))
            this.note("an override without name, version, ecosystem or group ignores every package", place);
        this.ignores.push({
            ...(name === undefined ? {} : { package: name }),
            ...(version === undefined ? {} : { version }),
            ...(ecosystem === undefined ? {} : { ecosystem }),
            ...(group === undefined ? {} : { group }),
            ...ending,
        });
    }
    ending(entry, key, place) {
        const value = tomlAt(entry, key);
        if (value !== undefined && !(value instanceof Date))
            throw new core_bytes/* Malformed */.sG(`${key} must be a date such as 2027-01-31, without quotes`, place);
        const until = value === undefined ? undefined : lastDay(value, key, place);
        return {
            reason: this.text(entry, "reason", place) ?? "",
            ...(until === undefined ? {} : { until }),
            line: this.lines.lineOf(place),
        };
    }
    text(entry, key, place) {
        const value = tomlAt(entry, key);
        if (value !== undefined && typeof value !== "string")
            throw new core_bytes/* Malformed */.sG(`${key} must be a text`, place);
        return tomlString(value);
    }
    flag(entry, place, ...path) {
        const value = tomlAt(entry, ...path);
        if (value !== undefined && typeof value !== "boolean")
            throw new core_bytes/* Malformed */.sG(`${path.join(".")} must be true or false`, place);
        return value === true;
    }
    unknown(entry, known, where, place) {
        for (const [key] of tomlEntries(entry))
            if (!known.has(key))
                this.note(`unknown key ${key.slice(0, 100)} in ${where}`, place);
    }
    note(words, place) {
        if (this.notices.length >= MAX_NOTICES)
            return;
        this.notices.push(place === undefined ? words : `line ${this.lines.lineOf(place)}: ${words}`);
    }
}
const DAY = 86_400_000;
/**
 * The last whole day before a moment: osv-scanner stops ignoring when it has come, so with `2027-01-31` the 30th is the last day.
 * It takes what has no zone for the machine's; here it is UTC, to be the same everywhere. Go's zero time stands for none.
 */
function lastDay(value, key, place) {
    const moment = value.getTime();
    if (Number.isNaN(moment) || value.getUTCFullYear() < 1)
        throw new core_bytes/* Malformed */.sG(`${key} must be a date, not a time`, place);
    if (value.getUTCFullYear() === 1)
        return undefined;
    return new Date(Math.floor(moment / DAY) * DAY - DAY).toISOString().slice(0, 10);
}

;// CONCATENATED MODULE: ./src/app/audit/osv-scanner-ignores.ts





const FILE = "osv-scanner.toml";
/** Entries of all such files of a run. Real repositories have some hundred. CWE-770. */
const MAX_IGNORES = 50_000;
/**
 * What an `osv-scanner.toml` beside a lockfile ignores, as osv-scanner takes it: for the lockfiles of its directory. The
 * base's file counts in a pull request, as with the policy. Throws `ConfigurationError` where it cannot be read.
 */
function osvScannerIgnores(lockfiles, { workspace, selection, baseDecides }) {
    const directories = new Set(lockfiles.map(({ path }) => external_node_path_.posix.dirname(path)));
    const ignores = [];
    const notices = [];
    const { git, root } = workspace;
    for (const directory of directories) {
        const path = external_node_path_.posix.join(directory, FILE);
        if (external_node_path_.posix.isAbsolute(path))
            continue; // an inventory from elsewhere brings no policy
        const { base } = selection;
        const context = baseDecides && git !== undefined && base !== undefined
            ? contextInCommit(git, base, path)
            : contextOnDisk(root, path);
        const found = context.include(FILE);
        if (!("text" in found))
            continue;
        const read = osv_scanner_ignores_parsed(found.text, path);
        if (ignores.length + read.ignores.length > MAX_IGNORES)
            throw new host/* ConfigurationError */.j(`${path}: it and those before it ignore more than ${MAX_IGNORES} things`);
        const where = directory === "." ? "" : `${directory}/`;
        for (const ignore of read.ignores)
            ignores.push({ ...ignore, directory: where, by: path });
        notices.push(`${path}: what it ignores counts here too.`, ...read.notices.map((notice) => `${path}: ${notice}`));
    }
    return { ignores, notices };
}
function osv_scanner_ignores_parsed(text, path) {
    try {
        return readOsvScannerConfig(text);
    }
    catch (error) {
        if (error instanceof core_bytes/* Malformed */.sG)
            throw new host/* ConfigurationError */.j(`${path}: ${error.message}`);
        throw error;
    }
}

;// CONCATENATED MODULE: ./src/host/actions-cache.ts
/** Milliseconds that a piece of an entry may take: fetching anew is as good, so waiting is not worth much. */
const SEGMENT_MS = 30_000;
/**
 * The cache of GitHub Actions, `undefined` where the job has none. It is to be restored only where nobody untrusted could have
 * written the entry: `@actions/cache` unpacks entries with `tar -P`, which lets an entry write any file of the
 * runner, before anyone could look at its digest. Entries are found by the path they were saved from too, so that has to be
 * the same in every run. Failures are notices.
 */
function actionsCache({ env, notice, load = loadModule }) {
    if (!env["ACTIONS_CACHE_URL"] && !env["ACTIONS_RESULTS_URL"])
        return undefined;
    const attempt = async (what, work) => {
        try {
            const cache = await load();
            if (cache.isFeatureAvailable())
                await work(cache);
        }
        catch (error) {
            notice(`the cache of GitHub Actions could not be ${what}: ${error.message}`);
        }
    };
    return {
        restore: (key, path) => attempt("read", (cache) => cache.restoreCache([path], key, [], { segmentTimeoutInMs: SEGMENT_MS })),
        save: (key, path) => attempt("written", (cache) => cache.saveCache([path], key)),
    };
}
/** Loaded when it is asked for: it is large, and only the action in database mode needs it. */
async function loadModule() {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    return __webpack_require__(1233);
}

// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(7975);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(8522);
;// CONCATENATED MODULE: ./src/core/http.ts
/** In words for people: what happened and at which server. Never holds credentials, paths or queries. */
class HttpFailure extends Error {
    kind;
    name = "HttpFailure";
    constructor(kind, message) {
        super(message);
        this.kind = kind;
    }
}
/** The server of an address, for words: host and port without user, path and query. */
function serverOf(address) {
    return URL.canParse(address) ? new URL(address).host || "a server without a name" : "what is no address";
}

// EXTERNAL MODULE: ./src/core/project.ts
var project = __webpack_require__(870);
;// CONCATENATED MODULE: ./src/host/http-failures.ts

/** What the codes of Node and undici mean to people. */
const CODES = {
    ENOTFOUND: ["dns", (server) => `${server} cannot be found: there is no such name in DNS`],
    EAI_AGAIN: ["dns", (server) => `${server} cannot be found: DNS does not answer`],
    ECONNREFUSED: ["refused", (server) => `${server} refuses the connection`],
    EHOSTUNREACH: ["connection", (server) => `${server} cannot be reached`],
    ENETUNREACH: ["connection", (server) => `${server} cannot be reached: there is no network`],
    ETIMEDOUT: ["timeout", (server) => `${server} does not accept a connection in time`],
    UND_ERR_CONNECT_TIMEOUT: ["timeout", (server) => `${server} does not accept a connection in time`],
    UND_ERR_HEADERS_OVERFLOW: ["too-large", (server) => `the answer of ${server} has more headers than are read`],
    UND_ERR_RES_CONTENT_LENGTH_MISMATCH: ["truncated", (server) => `the answer of ${server} is not as long as it says`],
    UND_ERR_INVALID_ARG: ["address", (server) => `what was to be asked of ${server} is no request`],
    UND_ERR_PRX_TLS: ["proxy", (server) => `the certificate of ${server} is not for that name`],
};
/** Codes of TLS that tell of the certificate, by how Node and OpenSSL call them. */
const TLS = /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED|EPROTO$)/;
/**
 * A failure of the network in words. `answering`: the head of the answer was there. `proxy`: the server of the proxy that
 * was asked; what fails on the way to it is the proxy's. The library's own message is not told: it may hold addresses.
 */
function failureOf(error, server, { answering, proxy }) {
    if (error instanceof HttpFailure)
        return error;
    const { code, message } = http_failures_rootOf(error);
    if (proxy !== undefined && !answering)
        return ofProxy(code, message, server, proxy);
    if (TLS.test(code))
        return ofTls(code, server);
    const known = CODES[code];
    if (known !== undefined)
        return new HttpFailure(known[0], known[1](server));
    if (answering)
        return new HttpFailure("truncated", `the answer of ${server} ends too early`);
    return new HttpFailure("connection", `the connection to ${server} broke (${code || "no reason given"})`);
}
function ofProxy(code, message, server, proxy) {
    const status = /^Proxy response \((\d{3})\)/.exec(message)?.[1];
    if (status === "407")
        return new HttpFailure("proxy", `the proxy ${proxy} wants credentials (status 407)`);
    if (status !== undefined)
        return new HttpFailure("proxy", `the proxy ${proxy} does not connect to ${server} (status ${status})`);
    if (TLS.test(code))
        return ofTls(code, `${server}, by the proxy ${proxy},`);
    const known = CODES[code];
    const words = known === undefined ? `the connection to ${proxy} broke (${code || "no reason given"})` : known[1](proxy);
    return new HttpFailure("proxy", `by the proxy: ${words}`);
}
function ofTls(code, server) {
    const advice = /SELF_SIGNED|UNABLE_TO/.test(code)
        ? "; a certificate authority of your own goes into NODE_EXTRA_CA_CERTS"
        : "";
    return new HttpFailure("tls", `the connection to ${server} cannot be trusted (${code})${advice}`);
}
/** The first error with a code, of an error and its causes; Node bundles those of several addresses of a name. */
function http_failures_rootOf(error) {
    let current = error;
    for (let depth = 0; depth < 4 && typeof current === "object" && current !== null; depth++) {
        const { code, cause, errors, message } = current;
        if (typeof code === "string" && code !== "")
            return { code, message: String(message) };
        current = Array.isArray(errors) ? errors[0] : cause;
    }
    return { code: "", message: "" };
}

;// CONCATENATED MODULE: ./src/host/proxy.ts

/**
 * The proxy for an address, by `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`; the lower-case names go before, as in curl.
 * undici's own reading of them (`EnvHttpProxyAgent`) is not used: it prints a warning into every log, asks for a
 * tunnel where plain HTTP does, and does not take `example.com` in `NO_PROXY` for the names below it.
 */
function proxyFor(address, env) {
    const name = address.protocol === "https:" ? "https_proxy" : "http_proxy";
    const value = (env[name] ?? env[name.toUpperCase()])?.trim();
    if (!value || excepted(address, env["no_proxy"] ?? env["NO_PROXY"] ?? ""))
        return undefined;
    const proxy = proxy_parse(value);
    if (proxy === undefined)
        throw new HttpFailure("proxy", `${name.toUpperCase()} is no address of a proxy: it must be like http://host:port`);
    return proxy;
}
function proxy_parse(value) {
    const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
    if (!URL.canParse(address))
        return undefined;
    const { protocol, host, username, password } = new URL(address);
    if ((protocol !== "http:" && protocol !== "https:") || host === "")
        return undefined;
    const authorization = basicAuthorization(username, password);
    return {
        origin: `${protocol}//${host}`,
        server: host,
        ...(authorization === undefined ? {} : { authorization }),
    };
}
/** The credentials of an address as a header's value (RFC 7617); absent where it has none. */
function basicAuthorization(username, password) {
    if (username === "" && password === "")
        return undefined;
    return `Basic ${Buffer.from(`${unescaped(username)}:${unescaped(password)}`).toString("base64")}`;
}
function unescaped(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}
/** Whether `NO_PROXY` names the address: `*`, a host with all below it, with or without a dot before and a port behind. */
function excepted(address, list) {
    const host = address.hostname.toLowerCase();
    const port = address.port || (address.protocol === "https:" ? "443" : "80");
    return list
        .toLowerCase()
        .split(/[\s,]+/)
        .some((entry) => {
        if (entry === "" || entry === "*")
            return entry === "*";
        const [, name = entry, only] = /^(.+?|\[.*\]):(\d+)$/.exec(bracketed(entry)) ?? [undefined, bracketed(entry)];
        if (only !== undefined && only !== port)
            return false;
        const bare = name.replace(/^\*?\./, "");
        return host === bare || host.endsWith(`.${bare}`);
    });
}
/** An IPv6 address as a URL spells it; `NO_PROXY` mostly has it bare. */
function bracketed(entry) {
    return /^[0-9a-f:]*:[0-9a-f:]*:[0-9a-f:.]*$/.test(entry) ? `[${entry}]` : entry;
}

;// CONCATENATED MODULE: ./src/host/http.ts






/** Loaded on first use, so that a run without look-ups does not pay for it. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
const undici = () => __webpack_require__(7761);
/** Connections to one server. More would be answered no faster and look like an attack. CWE-770. */
const MAX_CONNECTIONS = 64;
/** Milliseconds that an unused connection is kept; servers close theirs after 5 s and more. */
const KEEP_ALIVE_MS = 4_000;
/** Milliseconds of one request where the caller says nothing. CWE-400. */
const DEFAULT_TIMEOUT_MS = 60_000;
/** HTTP/1.1 over undici: keep-alive, proxies of the environment, bounded answers. Node's own `fetch` knows no proxy. */
function createHttpClient({ env, ca }) {
    const dispatchers = new Map();
    const dispatcherFor = (key, make) => {
        const known = dispatchers.get(key);
        if (known !== undefined)
            return known;
        const made = make();
        dispatchers.set(key, made);
        return made;
    };
    const routeTo = (address) => {
        const proxy = proxyFor(address, env);
        const connections = {
            connections: MAX_CONNECTIONS,
            keepAliveTimeout: KEEP_ALIVE_MS,
            headersTimeout: 0,
            bodyTimeout: 0,
        };
        const connect = ca === undefined ? {} : { connect: { ca } };
        if (proxy === undefined || address.protocol === "http:")
            return {
                dispatcher: dispatcherFor("direct", () => new (undici().Agent)({ ...connections, ...connect })),
                ...(proxy === undefined ? {} : { proxy }),
            };
        const tunnel = () => new (undici().ProxyAgent)({
            ...connections,
            uri: proxy.origin,
            ...(proxy.authorization === undefined ? {} : { token: proxy.authorization }),
            ...(ca === undefined ? {} : { requestTls: { ca }, proxyTls: { ca } }),
        });
        return { dispatcher: dispatcherFor(`tunnel ${proxy.origin}`, tunnel), proxy };
    };
    return {
        request: (request) => send(request, routeTo),
        close: async () => {
            const open = [...dispatchers.values()];
            dispatchers.clear();
            await Promise.all(open.map((dispatcher) => dispatcher.destroy()));
        },
    };
}
async function send(request, routeTo) {
    const server = serverOf(request.url);
    const timeout = request.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    const controller = new AbortController();
    const abort = () => controller.abort(new HttpFailure("aborted", `the request to ${server} was given up`));
    const timer = setTimeout(() => controller.abort(late(server, timeout)), Math.max(0, timeout));
    request.signal?.addEventListener("abort", abort, { once: true });
    if (request.signal?.aborted)
        abort();
    const state = { answering: false };
    try {
        const address = http_addressOf(request.url);
        const route = routeTo(address);
        if (route.proxy !== undefined)
            state.proxy = route.proxy.server;
        const answer = exchange(request, address, route, controller.signal, state);
        return await Promise.race([answer, aborted(controller.signal)]);
    }
    catch (error) {
        if (controller.signal.aborted)
            throw controller.signal.reason;
        throw failureOf(error, server, state);
    }
    finally {
        clearTimeout(timer);
        request.signal?.removeEventListener("abort", abort);
    }
}
/** Rejects when the signal says so: undici itself notices it only once there is a connection. */
function aborted(signal) {
    return new Promise((_, reject) => {
        if (signal.aborted)
            reject(signal.reason);
        signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
}
async function exchange(request, address, { dispatcher, proxy }, signal, state) {
    const plain = proxy !== undefined && address.protocol === "http:" ? proxy : undefined;
    const answer = await dispatcher.request({
        origin: plain?.origin ?? address.origin,
        path: plain === undefined ? address.pathname + address.search : address.origin + address.pathname + address.search,
        method: request.method,
        headers: http_headersOf(request, address, plain),
        body: request.body ?? null,
        signal,
        headersTimeout: 0,
        bodyTimeout: 0,
    });
    state.answering = true;
    if (plain !== undefined && answer.statusCode === 407) {
        answer.body.on("error", () => undefined).destroy();
        throw new HttpFailure("proxy", `the proxy ${plain.server} wants credentials (status 407)`);
    }
    const headers = new Map();
    for (const [name, value] of Object.entries(answer.headers))
        if (value !== undefined)
            headers.set(name.toLowerCase(), Array.isArray(value) ? value.join(", ") : value);
    const body = await collect(answer.body, request.maxBytes, address.host);
    return { status: answer.statusCode, headers, body: await http_decoded(body, headers, request, address.host) };
}
function http_addressOf(text) {
    const address = URL.canParse(text) ? new URL(text) : undefined;
    if (address === undefined || (address.protocol !== "http:" && address.protocol !== "https:"))
        throw new HttpFailure("address", "what was to be asked is no address of http or https");
    return address;
}
function http_headersOf(request, address, plain) {
    const authorization = basicAuthorization(address.username, address.password);
    return {
        host: address.host,
        "user-agent": `${project/* PROJECT */.y.name}/${project/* PROJECT */.y.version}`,
        "accept-encoding": "br, gzip",
        ...(authorization === undefined ? {} : { authorization }),
        ...(plain?.authorization === undefined ? {} : { "proxy-authorization": plain.authorization }),
        ...request.headers,
    };
}
async function collect(body, maxBytes, server) {
    const chunks = [];
    let size = 0;
    for await (const chunk of body) {
        size += chunk.length;
        if (size > maxBytes)
            throw tooLarge(server, maxBytes);
        chunks.push(chunk);
    }
    return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, size);
}
const DECODERS = new Map([
    ["gzip", (0,external_node_util_.promisify)(external_node_zlib_.gunzip)],
    ["x-gzip", (0,external_node_util_.promisify)(external_node_zlib_.gunzip)],
    ["deflate", (0,external_node_util_.promisify)(external_node_zlib_.inflate)],
    ["br", (0,external_node_util_.promisify)(external_node_zlib_.brotliDecompress)],
]);
async function http_decoded(body, headers, { method, maxBytes }, server) {
    const encoding = headers.get("content-encoding")?.trim().toLowerCase() ?? "";
    if (method === "HEAD" || body.length === 0 || encoding === "" || encoding === "identity")
        return body;
    const decode = DECODERS.get(encoding);
    if (decode === undefined)
        throw new HttpFailure("encoding", `the answer of ${server} is encoded in a way that is not read here`);
    try {
        return await decode(body, { maxOutputLength: Math.max(1, maxBytes) });
    }
    catch (error) {
        const { code } = error;
        if (code === "ERR_BUFFER_TOO_LARGE")
            throw tooLarge(server, maxBytes);
        if (code === "Z_BUF_ERROR")
            throw new HttpFailure("truncated", `the answer of ${server} ends too early`);
        throw new HttpFailure("encoding", `the answer of ${server} is not the ${encoding} that it claims to be`);
    }
}
function tooLarge(server, maxBytes) {
    return new HttpFailure("too-large", `the answer of ${server} is longer than ${maxBytes.toLocaleString("en-US")} bytes`);
}
function late(server, timeout) {
    return new HttpFailure("timeout", `${server} gave no whole answer within ${Math.round(timeout / 100) / 10} s`);
}

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./src/host/random-access-file.ts




/** Bytes held between calls: what is read in order, in pieces, is read from the disk in these. */
const WINDOW_BYTES = 64 * 1024;
const DIGEST_BYTES = 1024 * 1024;
/** A large file that is jumped about in and not digested while it is read, unlike `HashingFileSource`. */
class RandomAccessFile {
    size;
    /** When it was written last. */
    modified;
    opened;
    fd;
    buffer = Buffer.alloc(0);
    /** Where in the file the bytes of `buffer` are. */
    start = 0;
    end = 0;
    /** Throws what the system throws, and where it is no regular file. */
    constructor(path) {
        this.fd = (0,external_node_fs_.openSync)(path, external_node_fs_.constants.O_RDONLY | (external_node_fs_.constants.O_NONBLOCK ?? 0));
        this.opened = (0,external_node_fs_.fstatSync)(this.fd);
        this.size = this.opened.size;
        this.modified = this.opened.mtime;
        if (this.opened.isFile())
            return;
        this.close();
        throw new file_source/* FileChanged */.zR("it is no regular file");
    }
    read(offset, length) {
        if (!(offset >= 0 && length >= 0 && offset + length <= this.size))
            throw new core_bytes/* OutOfBounds */.vw(offset, length, this.size);
        if (offset < this.start || offset + length > this.end)
            this.load(offset, length);
        return this.buffer.subarray(offset - this.start, offset - this.start + length);
    }
    window(offset, atMost) {
        return this.read(offset, Math.max(0, Math.min(atMost, this.size - offset)));
    }
    /** Digest of the whole file, read now. */
    digest(algorithm, encoding) {
        const hash = (0,external_node_crypto_.createHash)(algorithm);
        for (let at = 0; at < this.size; at += DIGEST_BYTES)
            hash.update(this.window(at, DIGEST_BYTES));
        return hash.digest(encoding);
    }
    close() {
        (0,external_node_fs_.closeSync)(this.fd);
    }
    load(offset, length) {
        const wanted = Math.min(Math.max(length, WINDOW_BYTES), this.size - offset);
        if (this.buffer.length < wanted)
            this.buffer = Buffer.allocUnsafeSlow(wanted);
        this.start = this.end = 0;
        for (let done = 0; done < wanted;) {
            const got = (0,external_node_fs_.readSync)(this.fd, this.buffer, done, wanted - done, offset + done);
            if (got === 0)
                throw new file_source/* FileChanged */.zR(`it became shorter while it was read (${this.size} bytes at first)`);
            done += got;
        }
        this.start = offset;
        this.end = offset + wanted;
    }
}

;// CONCATENATED MODULE: ./src/host/osv-bucket.ts




/** Where OSV publishes its databases (https://google.github.io/osv.dev/data/#data-dumps). */
const OSV_BUCKET = "https://osv-vulnerabilities.storage.googleapis.com";
/** Bytes of a database; OSV's largest has some hundreds of megabytes (CWE-400). */
const MAX_DATABASE_BYTES = 2 * 1024 * 1024 * 1024;
/** Bytes asked for at once: they are held in memory. */
const PIECE_BYTES = 8 * 1024 * 1024;
/** Pieces under way. */
const LANES = 3;
/** Milliseconds for the question what there is, for a piece, and for all of a database (CWE-400). */
const QUESTION_MS = 10_000;
const PIECE_MS = 60_000;
const DOWNLOAD_MS = 600_000;
/** Times that a request is made, and milliseconds before the second; twice that before the third. */
const ATTEMPTS = 3;
const PAUSE_MS = 300;
/** Why a database could not be had, in words. */
class BucketFailure extends Error {
    name = "BucketFailure";
}
function osv_bucket_addressOf(ecosystem, base = OSV_BUCKET) {
    return `${base.replace(/\/+$/, "")}/${encodeURIComponent(ecosystem)}/all.zip`;
}
/** Asks what the database is now, without fetching it. Throws `BucketFailure`. */
async function askBucket(options, ecosystem) {
    const url = osv_bucket_addressOf(ecosystem, options.base);
    const answer = await osv_bucket_ask(options, {
        method: "HEAD",
        url,
        headers: osv_bucket_PLAIN,
        maxBytes: 0,
        timeoutMs: options.timeouts?.question ?? QUESTION_MS,
    });
    if (answer.status === 404)
        throw new BucketFailure(`${serverOf(url)} has no database for ${ecosystem} (status 404)`);
    if (answer.status !== 200)
        throw new BucketFailure(`${serverOf(url)} answered with status ${answer.status}`);
    const size = Number(answer.headers.get("content-length") ?? Number.NaN);
    if (!Number.isSafeInteger(size) || size <= 0)
        throw new BucketFailure(`${serverOf(url)} does not say how long the database for ${ecosystem} is`);
    if (size > MAX_DATABASE_BYTES)
        throw new BucketFailure(`the database for ${ecosystem} has ${size} bytes; at most ${MAX_DATABASE_BYTES} are fetched`);
    const md5 = md5Of(answer);
    const modified = new Date(answer.headers.get("last-modified") ?? Number.NaN);
    return {
        url,
        size,
        ...(md5 === undefined ? {} : { md5 }),
        ...(Number.isNaN(modified.getTime()) ? {} : { modified }),
    };
}
/**
 * Fetches what `askBucket` described to `path`, in pieces, so that memory stays small; there is a file at `path` only when all of it
 * is there and its digest is right. Its time is the database's. Throws `BucketFailure`.
 */
async function fetchDatabase(options, object, path) {
    const part = `${path}.${process.pid}.part`;
    await (0,promises_.mkdir)((0,external_node_path_.dirname)(path), { recursive: true, mode: 0o700 });
    await (0,promises_.rm)(part, { force: true });
    const file = await (0,promises_.open)(part, "wx", 0o600);
    try {
        await fetchPieces(options, object, file).finally(() => file.close());
        verify(part, object);
        if (object.modified !== undefined)
            await (0,promises_.utimes)(part, object.modified, object.modified);
        await (0,promises_.rename)(part, path);
    }
    catch (error) {
        await (0,promises_.rm)(part, { force: true });
        throw error;
    }
}
/** Whether the file is, byte for byte, what the bucket has now. Without a digest nobody can tell. */
function isCurrent(file, { size, md5 }) {
    return md5 !== undefined && file.size === size && file.digest("md5", "base64") === md5;
}
/** What may be stored and passed on compressed would have other bytes than its digest says. */
const osv_bucket_PLAIN = { "accept-encoding": "identity" };
async function fetchPieces(options, object, file) {
    const until = Date.now() + DOWNLOAD_MS;
    let next = 0;
    const lane = async () => {
        try {
            while (next < object.size) {
                const from = next;
                next = Math.min(object.size, from + PIECE_BYTES);
                if (Date.now() > until)
                    throw new BucketFailure(`${serverOf(object.url)} is too slow: given up after ${DOWNLOAD_MS / 1000} s`);
                const bytes = await fetchPiece(options, object, from, next);
                await writeAll(file, bytes, from);
            }
        }
        finally {
            next = object.size; // Where one lane fails, the others end.
        }
    };
    const ended = await Promise.allSettled(Array.from({ length: LANES }, lane));
    for (const each of ended)
        if (each.status === "rejected")
            throw each.reason;
}
async function fetchPiece(options, object, from, to) {
    const whole = from === 0 && to === object.size;
    const answer = await osv_bucket_ask(options, {
        method: "GET",
        url: object.url,
        headers: whole ? osv_bucket_PLAIN : { ...osv_bucket_PLAIN, range: `bytes=${from}-${to - 1}` },
        maxBytes: to - from,
        timeoutMs: options.timeouts?.piece ?? PIECE_MS,
    });
    const server = serverOf(object.url);
    if (answer.status !== (whole ? 200 : 206))
        throw new BucketFailure(`${server} answered with status ${answer.status}`);
    const range = answer.headers.get("content-range");
    if (!whole && range !== `bytes ${from}-${to - 1}/${object.size}`)
        throw new BucketFailure(`${server} answered with another part than was asked for: the database may just have changed`);
    const md5 = md5Of(answer);
    if (md5 !== undefined && object.md5 !== undefined && md5 !== object.md5)
        throw new BucketFailure(`the database at ${server} changed while it was fetched`);
    if (answer.body.length !== to - from)
        throw new BucketFailure(`${server} sent ${answer.body.length} bytes where ${to - from} were asked for`);
    return answer.body;
}
async function writeAll(file, bytes, at) {
    for (let done = 0; done < bytes.length;)
        done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
}
function verify(path, object) {
    const file = new RandomAccessFile(path);
    try {
        if (object.md5 !== undefined && !isCurrent(file, object))
            throw new BucketFailure(`what ${serverOf(object.url)} sent has another digest than it says`);
    }
    finally {
        file.close();
    }
}
/** Again after a pause where the server or the line had a bad moment. */
async function osv_bucket_ask(options, request) {
    const pause = options.timeouts?.pause ?? PAUSE_MS;
    for (let attempt = 1;; attempt++) {
        try {
            const answer = await options.http.request(request);
            if (attempt === ATTEMPTS || !(answer.status === 429 || answer.status >= 500))
                return answer;
        }
        catch (error) {
            if (!(error instanceof HttpFailure))
                throw error;
            if (attempt === ATTEMPTS || !PASSING.has(error.kind))
                throw new BucketFailure(error.message, { cause: error });
        }
        await new Promise((resolve) => setTimeout(resolve, pause * 2 ** (attempt - 1)));
    }
}
/** Failures that may be over in a moment. A timeout is not asked again: it has taken its time. */
const PASSING = new Set(["connection", "truncated", "dns"]);
/** From `x-goog-hash: crc32c=..., md5=...` (https://cloud.google.com/storage/docs/xml-api/reference-headers). */
function md5Of(answer) {
    return /(?:^|[\s,])md5=([A-Za-z0-9+/]{22}==)(?:[\s,]|$)/.exec(answer.headers.get("x-goog-hash") ?? "")?.[1];
}

;// CONCATENATED MODULE: ./src/host/osv-database.ts




const DAY_MS = 24 * 60 * 60 * 1000;
/** Days after which a database that nobody compared with its source is worth a word: OSV renews them every hour. */
const OLD_DAYS = 7;
function folderDatabases(options) {
    return {
        where: options.folder,
        open: (ecosystem) => Promise.resolve(openLocal(options, ecosystem)),
    };
}
/** Databases of OSV's bucket, kept in `folder` from run to run and compared with the bucket before they are used. */
function fetchedDatabases(options) {
    return {
        where: options.base ?? OSV_BUCKET,
        async open(ecosystem) {
            let object;
            try {
                object = await askBucket(options, ecosystem);
            }
            catch (error) {
                return instead(options, ecosystem, error);
            }
            try {
                return await current(options, ecosystem, object);
            }
            catch (error) {
                return instead(options, ecosystem, error);
            }
        },
    };
}
/** Where a user's databases are kept: `XDG_CACHE_HOME`, else `~/.cache`, on Windows `LOCALAPPDATA`. Absent where none is known. */
function userDatabaseFolder(env, platform = process.platform) {
    const home = platform === "win32" ? env["LOCALAPPDATA"] : env["XDG_CACHE_HOME"] || (0,external_node_path_.join)(env["HOME"] || (0,external_node_os_.homedir)(), ".cache");
    return home ? (0,external_node_path_.join)(home, "model-assay", "osv-databases") : undefined;
}
/** The database that the bucket names now: from the folder, else from the shared cache, else fetched. */
async function current(options, ecosystem, object) {
    const path = osv_database_pathOf(options, ecosystem);
    const key = osv_database_keyOf(ecosystem, object);
    const shared = options.trustCache && key !== undefined ? options.shared : undefined;
    let file = openIfCurrent(path, object);
    if (file === undefined && shared !== undefined) {
        await shared.restore(key, path);
        file = openIfCurrent(path, object);
    }
    if (file === undefined) {
        await fetchDatabase(options, object, path);
        file = new RandomAccessFile(path);
        if (shared !== undefined)
            await shared.save(key, path);
    }
    return database(file, object.modified ?? file.modified);
}
function openIfCurrent(path, object) {
    const file = openIfThere(path);
    if (file === undefined || isCurrent(file, object))
        return file;
    file.close();
    return undefined;
}
/** Where the bucket could not be asked: what the folder has, if nobody else could have written it. */
function instead(options, ecosystem, error) {
    const reason = error instanceof BucketFailure ? error.message : `${error.message}`;
    const failed = `no current database for ${ecosystem}: ${reason}`;
    if (!options.trustCache)
        return {
            failed: `${failed}. One that was kept from another run is not used here: a pull request could have written it`,
        };
    const file = openIfThere(osv_database_pathOf(options, ecosystem));
    if (file === undefined)
        return { failed };
    options.notice(`the OSV database for ${ecosystem} is ${agedWords(file.modified, options.now)} and could not be renewed: ${reason}`);
    return database(file, file.modified);
}
function openLocal(options, ecosystem) {
    const path = osv_database_pathOf(options, ecosystem);
    try {
        const file = new RandomAccessFile(path);
        if (options.now.getTime() - file.modified.getTime() > OLD_DAYS * DAY_MS)
            options.notice(`the OSV database for ${ecosystem} in ${options.folder} is ${agedWords(file.modified, options.now)}`);
        return database(file, file.modified);
    }
    catch (error) {
        const { code, message } = error;
        if (code === "ENOENT" || code === "ENOTDIR")
            return {
                failed: `no database for ${ecosystem} in ${options.folder}: fetch ${osv_bucket_addressOf(ecosystem, options.base)} to ${path}`,
            };
        return { failed: `the database for ${ecosystem} in ${options.folder} cannot be opened: ${message}` };
    }
}
function openIfThere(path) {
    try {
        return new RandomAccessFile(path);
    }
    catch {
        return undefined;
    }
}
function database(file, modified) {
    return { bytes: file, dated: modified.toISOString().slice(0, 10), close: () => file.close() };
}
function osv_database_pathOf({ folder }, ecosystem) {
    return (0,external_node_path_.join)(folder, ecosystem, "all.zip");
}
function osv_database_keyOf(ecosystem, { md5 }) {
    if (md5 === undefined)
        return undefined;
    return `model-assay-osv-${ecosystem.replaceAll(" ", "-")}-${Buffer.from(md5, "base64").toString("hex").slice(0, 16)}`;
}
/** `of 2026-11-18, 3 days old`. */
function agedWords(modified, now) {
    const days = Math.max(0, Math.floor((now.getTime() - modified.getTime()) / DAY_MS));
    const old = days === 0 ? "less than a day old" : days === 1 ? "one day old" : `${days} days old`;
    return `of ${modified.toISOString().slice(0, 10)}, ${old}`;
}

;// CONCATENATED MODULE: ./src/host/record-cache.ts





/** Bytes of the file, and of what one run adds. All records of PyPI that are no malware have 70 million. CWE-770. */
const MAX_CACHE_BYTES = 128 * 1024 ** 2;
/** Bytes of one record that is kept. The longest real ones have 300,000. */
const MAX_RECORD_BYTES = 4 * 1024 ** 2;
const record_cache_FILE = "records-1.txt";
const NEWLINE = 0x0a;
/** The directory for records: `XDG_CACHE_HOME`, else `~/.cache`, on Windows `LOCALAPPDATA`. Absent where none is known. */
function recordCacheDirectory(env, platform = process.platform) {
    const home = platform === "win32" ? env["LOCALAPPDATA"] : env["XDG_CACHE_HOME"] || (0,external_node_path_.join)(env["HOME"] || (0,external_node_os_.homedir)(), ".cache");
    return home ? (0,external_node_path_.join)(home, "model-assay", "osv-records") : undefined;
}
/**
 * Records on disk, all in one file that is read once: a line each, `<crc32 of the rest> <id> <modified> <json>`. Files
 * of their own are read as fast, but 5,000 of them take 2 to 20 times as long to write, and their size must be kept in
 * bounds one by one. A run appends in one write, so that two runs at once do no harm:
 * a line that another one cut in two has the wrong sum and is not there. A file that has grown too large is written anew
 * with what this run asked for and the latest of the others.
 */
function openRecordCache(directory, maxBytes = MAX_CACHE_BYTES) {
    return new FileCache(directory, maxBytes);
}
class FileCache {
    directory;
    maxBytes;
    bytes = new Uint8Array(0);
    lines;
    added = new Map();
    addedBytes = 0;
    constructor(directory, maxBytes) {
        this.directory = directory;
        this.maxBytes = maxBytes;
    }
    get(id, modified) {
        const key = record_cache_keyOf(id, modified);
        const line = key === undefined ? undefined : this.read().get(key);
        if (line === undefined)
            return undefined;
        const text = record_cache_textOf(this.bytes.subarray(line.start, line.end));
        if (text === undefined)
            return undefined;
        line.asked = true;
        return text.slice(key.length + 1);
    }
    put(id, modified, json) {
        const key = record_cache_keyOf(id, modified);
        if (key === undefined || this.added.has(key))
            return;
        // A line's end inside of JSON is white space: within a string it is written with a backslash.
        const rest = Buffer.from(`${key} ${json.replace(/[\r\n]+/g, " ")}`);
        if (rest.length > MAX_RECORD_BYTES || this.addedBytes + rest.length > this.maxBytes / 2)
            return;
        const line = Buffer.concat([Buffer.from(`${sum(rest)} `), rest, Buffer.from("\n")]);
        this.added.set(key, line);
        this.addedBytes += line.length;
    }
    flush() {
        if (this.added.size === 0)
            return;
        const more = Buffer.concat([...this.added.values()]);
        this.added.clear();
        this.addedBytes = 0;
        try {
            (0,external_node_fs_.mkdirSync)(this.directory, { recursive: true, mode: 0o700 });
            if (sizeOf(this.path) + more.length <= this.maxBytes) {
                // What stands behind the last line's end is a line that was cut: it must not swallow the next one.
                (0,external_node_fs_.appendFileSync)(this.path, Buffer.concat([Buffer.from("\n"), more]), { mode: 0o600 });
            }
            else
                this.rewrite(more);
        }
        catch {
            // A cache that cannot be written (a full or read-only disk) costs time and no answer.
        }
    }
    get path() {
        return (0,external_node_path_.join)(this.directory, record_cache_FILE);
    }
    /** The lines of the file by key; of two with one key the later counts. Sums are looked at when a line is asked for. */
    read() {
        if (this.lines !== undefined)
            return this.lines;
        const lines = (this.lines = new Map());
        try {
            if (sizeOf(this.path) <= this.maxBytes)
                this.bytes = (0,external_node_fs_.readFileSync)(this.path);
        }
        catch {
            return lines;
        }
        for (let start = 0; start < this.bytes.length;) {
            const next = this.bytes.indexOf(NEWLINE, start);
            const end = next < 0 ? this.bytes.length : next;
            const head = Buffer.from(this.bytes.buffer, this.bytes.byteOffset + start, Math.min(end - start, MAX_HEAD)).toString("latin1");
            const key = HEAD.exec(head)?.[1];
            if (key !== undefined) {
                // Put in again, so that the order is the order of the file.
                lines.delete(key);
                lines.set(key, { start, end, asked: false });
            }
            start = end + 1;
        }
        return lines;
    }
    rewrite(more) {
        const keep = [];
        let left = this.maxBytes / 2 - more.length;
        const latestFirst = [...this.read().values()].reverse();
        for (const line of [...latestFirst.filter(({ asked }) => asked), ...latestFirst.filter(({ asked }) => !asked)]) {
            left -= line.end - line.start + 1;
            if (left < 0)
                break;
            keep.push(NEWLINE_BYTES, this.bytes.subarray(line.start, line.end));
        }
        keep.reverse().push(NEWLINE_BYTES, more);
        const temporary = (0,external_node_path_.join)(this.directory, `${record_cache_FILE}.${(0,external_node_crypto_.randomBytes)(6).toString("hex")}`);
        try {
            (0,external_node_fs_.writeFileSync)(temporary, Buffer.concat(keep), { mode: 0o600, flag: "wx" });
            (0,external_node_fs_.renameSync)(temporary, this.path);
        }
        catch (error) {
            (0,external_node_fs_.rmSync)(temporary, { force: true });
            throw error;
        }
    }
}
const NEWLINE_BYTES = Uint8Array.of(NEWLINE);
/** Ids have no spaces, times neither. */
const HEAD = /^[0-9a-f]{8} (\S+ \S+) /;
const MAX_HEAD = 8 + 1 + 128 + 1 + 40 + 1;
function record_cache_keyOf(id, modified) {
    return /^[!-~]{1,128}$/.test(id) && /^[!-~]{1,40}$/.test(modified) ? `${id} ${modified}` : undefined;
}
function record_cache_textOf(line) {
    const text = Buffer.from(line.buffer, line.byteOffset, line.byteLength);
    return text.toString("latin1", 0, 8) === sum(text.subarray(9)) ? text.toString("utf8", 9) : undefined;
}
/** Tells damage, not malice: the directory is the user's own. */
function sum(bytes) {
    return (0,external_node_zlib_.crc32)(bytes).toString(16).padStart(8, "0");
}
function sizeOf(path) {
    try {
        return (0,external_node_fs_.statSync)(path).size;
    }
    catch {
        return 0;
    }
}

;// CONCATENATED MODULE: ./src/osv/api-limits.ts
const API_LIMITS = {
    totalMs: 20_000,
    requestMs: 10_000,
    attempts: 5,
    attemptsAtSense: 2,
    backOffMs: 500,
    batch: 500,
    batchesAtOnce: 8,
    recordsAtOnce: 64,
    pages: 100,
    stalledPages: 3,
    recordsOfOne: 10_000,
    splits: 100,
    batchBytes: 16 * 1024 ** 2,
    recordBytes: 4 * 1024 ** 2,
    totalBytes: 128 * 1024 ** 2,
};

;// CONCATENATED MODULE: ./src/osv/api-names.ts

/** Bytes of a name: the API's store takes no longer ones, and fails the batch. */
const MAX_NAME_BYTES = 1_500;
/** `GHSA-...`, `RHSA-2003:315`: what starts with a letter and cannot leave its place in a path. CWE-22. */
const ID = /^[A-Za-z][A-Za-z0-9._:+-]{0,127}$/;
/** RFC 3339, which the schema asks for (https://ossf.github.io/osv-schema/#id-modified-fields). */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;
/**
 * Why a query is not worth sending; `undefined` where it is. One that the API refuses fails the whole batch, so it never
 * gets into one.
 */
function api_names_refusal({ ecosystem, name }) {
    if (baseEcosystem(ecosystem) !== ecosystem)
        return "the OSV API knows no such ecosystem";
    if (name.trim() === "")
        return "the package has no name";
    if (/[\0-\x1f\x7f-\x9f]/.test(name))
        return "the name has control characters, which no package has";
    if (/\p{Surrogate}/u.test(name))
        return "the name is no valid Unicode";
    if (Buffer.byteLength(name) > MAX_NAME_BYTES)
        return `the name is longer than ${MAX_NAME_BYTES.toLocaleString("en-US")} bytes, which the OSV API does not take`;
    return undefined;
}
const isId = (id) => typeof id === "string" && ID.test(id);
const isTime = (time) => typeof time === "string" && TIME.test(time);
/**
 * Whether a record is about a package at all, generous in spelling: whether it is exactly this one is the matcher's to
 * say. An ecosystem may have a suffix (`Maven:https://...`).
 */
function isAbout({ affected }, { ecosystem, name }) {
    const wanted = loose(name);
    return affected.some((each) => baseEcosystem(each.ecosystem) === ecosystem && loose(each.name) === wanted);
}
const loose = (name) => name.toLowerCase().replace(/[-_.]+/g, "-");

;// CONCATENATED MODULE: ./src/osv/api-parallel.ts
/** Does `work` for every item, at most `limit` at once, in order of the items. Ends when all are done; `work` must not throw. */
async function inParallel(items, limit, work) {
    let next = 0;
    const worker = async () => {
        while (next < items.length)
            await work(items[next++]);
    };
    await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
}

;// CONCATENATED MODULE: ./src/osv/api-requests.ts

/** What a request to the API ended as, where it is no answer to the question. */
class ApiFailure extends Error {
    status;
    name = "ApiFailure";
    constructor(message, 
    /** The status, where the server gave one. */
    status) {
        super(message);
        this.status = status;
    }
}
/** An answer that cannot be one: no JSON, or of another shape. */
class WrongAnswer extends Error {
    name = "WrongAnswer";
}
/** Where another try may help. What the network, a proxy or a certificate refuses stays refused. */
const api_requests_PASSING = new Set([
    "connection",
    "dns",
    "refused",
    "timeout",
    "truncated",
    "encoding",
]);
const PASSING_STATUS = new Set([408, 429, 500, 502, 503, 504]);
/** Characters of a server's own words that are passed on. */
const MAX_WORDS = 200;
/** Requests to the API that share a deadline, a pause that the server asks for, and a bound for what they bring. */
class ApiRequests {
    base;
    machine;
    deadline;
    pausedUntil = -Infinity;
    bytes = 0;
    server;
    constructor(base, machine, deadline) {
        this.base = base;
        this.machine = machine;
        this.deadline = deadline;
        this.server = serverOf(base);
    }
    /**
     * Asks until there is an answer that `read` takes; it gets the JSON and its text, and throws `WrongAnswer`. Throws
     * `ApiFailure` where there is none in time.
     */
    async json(path, body, maxBytes, read) {
        const { clock, sleep, limits, random } = this.machine;
        let miss;
        for (let tries = 1;; tries++) {
            await this.pause(miss);
            const outcome = await this.attempt(path, body, maxBytes, read);
            if ("value" in outcome)
                return outcome.value;
            ({ miss } = outcome);
            if (tries >= miss.attempts)
                throw this.failure(miss, tries);
            const backOff = limits.backOffMs * 2 ** (tries - 1) * (0.5 + random());
            const wait = backOff + (miss.wait ?? 0);
            if (miss.wait !== undefined)
                this.pausedUntil = Math.max(this.pausedUntil, clock() + miss.wait);
            if (clock() + wait >= this.deadline)
                throw this.failure(miss, tries, miss.wait);
            await sleep(wait);
        }
    }
    /** Waits while the server wants to be left alone, which counts for all requests. */
    async pause(miss) {
        const { clock, sleep } = this.machine;
        const wait = this.pausedUntil - clock();
        if (this.pausedUntil >= this.deadline)
            throw new ApiFailure(`${this.server} asks to wait longer than a look-up may take${lastTry(miss)}`);
        if (wait > 0)
            await sleep(wait);
        if (clock() >= this.deadline)
            throw new ApiFailure(`${this.tooLong()}${lastTry(miss)}`);
    }
    async attempt(path, body, maxBytes, read) {
        const { http, clock, limits } = this.machine;
        if (this.bytes >= limits.totalBytes)
            throw new ApiFailure(`${this.server} gave more than ${limits.totalBytes.toLocaleString("en-US")} bytes`);
        let answer;
        try {
            answer = await http.request({
                method: body === undefined ? "GET" : "POST",
                url: `${this.base}${path}`,
                headers: { accept: "application/json", ...(body === undefined ? {} : { "content-type": "application/json" }) },
                ...(body === undefined ? {} : { body: JSON.stringify(body) }),
                maxBytes,
                timeoutMs: Math.min(limits.requestMs, this.deadline - clock()),
            });
        }
        catch (error) {
            return { miss: missOf(error, limits) };
        }
        this.bytes += answer.body.length;
        if (answer.status !== 200)
            return { miss: this.refused(answer) };
        try {
            const text = api_requests_decode(answer.body);
            return { value: read(api_requests_parse(text), text) };
        }
        catch (error) {
            if (!(error instanceof WrongAnswer))
                throw error;
            const words = `the answer of ${this.server} makes no sense: ${error.message}`;
            return { miss: { words, attempts: limits.attemptsAtSense } };
        }
    }
    refused(answer) {
        const { status } = answer;
        const passing = PASSING_STATUS.has(status);
        const wait = passing ? retryAfter(answer.headers) : undefined;
        const redirect = status >= 300 && status < 400 ? ", a redirect, which is not followed" : "";
        return {
            words: `${this.server} answered with status ${status}${redirect}${passing ? "" : api_requests_wordsOf(answer)}`,
            status,
            attempts: passing ? this.machine.limits.attempts : 1,
            ...(wait === undefined ? {} : { wait }),
        };
    }
    failure({ words, status }, tries, wait) {
        const asked = wait === undefined ? "" : ` and asks to wait ${Math.ceil(wait / 1000)} s, longer than a look-up may take`;
        return new ApiFailure(`${words}${asked}${tries > 1 ? ` (tried ${tries} times)` : ""}`, status);
    }
    tooLong() {
        return `${this.server} gave no whole answer within the ${this.machine.limits.totalMs / 1000} s that a look-up may take`;
    }
}
const lastTry = (miss) => (miss === undefined ? "" : `; the last try: ${miss.words}`);
function missOf(error, limits) {
    if (!(error instanceof HttpFailure))
        return { words: "the request failed for a reason unknown", attempts: 1 };
    return { words: error.message, attempts: api_requests_PASSING.has(error.kind) ? limits.attempts : 1 };
}
function api_requests_decode(body) {
    try {
        return new TextDecoder("utf-8", { fatal: true }).decode(body);
    }
    catch {
        throw new WrongAnswer("it is no UTF-8");
    }
}
function api_requests_parse(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        throw new WrongAnswer(text.trim() === "" ? "it is empty" : "it is no whole JSON");
    }
}
/** What the server says itself: `{"code":3,"message":"Invalid ecosystem."}`. */
function api_requests_wordsOf({ body }) {
    try {
        const said = JSON.parse(Buffer.from(body.subarray(0, 4_096)).toString())?.message;
        return typeof said === "string" && said !== "" ? `: ${said.slice(0, MAX_WORDS)}` : "";
    }
    catch {
        return "";
    }
}
/**
 * Milliseconds of a `Retry-After` (RFC 9110, 10.2.3): seconds, or a date. A date is measured against the `Date` of the
 * same answer, so that it does not matter which of the two clocks is wrong; without one it tells nothing.
 */
function retryAfter(headers) {
    const value = headers.get("retry-after")?.trim() ?? "";
    if (/^\d{1,9}$/.test(value))
        return Number(value) * 1000;
    const wait = Date.parse(value) - Date.parse(headers.get("date") ?? "");
    return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}

;// CONCATENATED MODULE: ./src/osv/api-lists.ts



/** Asks which records each package has, in batches (https://google.github.io/osv.dev/post-v1-querybatch/). */
async function listRecords(requests, lookups, limits) {
    const batches = [];
    for (let at = 0; at < lookups.length; at += limits.batch)
        batches.push(lookups.slice(at, at + limits.batch).map((lookup) => ({ lookup, seen: new Set(), pages: 0, stalled: 0 })));
    const lister = new Lister(requests, limits);
    await inParallel(batches, limits.batchesAtOnce, (batch) => lister.listAll(batch));
}
class Lister {
    requests;
    limits;
    splits = 0;
    constructor(requests, limits) {
        this.requests = requests;
        this.limits = limits;
    }
    /** All pages of all queries of a batch. Each round repeats only those that have another page. */
    async listAll(batch) {
        for (let open = batch; open.length > 0;)
            open = await this.listOnce(open);
    }
    /** One page of each query; gives those with another. A batch that is refused is halved until the query at fault stands alone. */
    async listOnce(pages) {
        let results;
        try {
            results = await this.ask(pages);
        }
        catch (error) {
            if (error instanceof ApiFailure && error.status === 400 && pages.length > 1 && this.splits < this.limits.splits) {
                this.splits += 2;
                const middle = pages.length >> 1;
                const halves = [pages.slice(0, middle), pages.slice(middle)].map((half) => this.listOnce(half));
                return (await Promise.all(halves)).flat();
            }
            const reason = error instanceof ApiFailure ? error.message : "the look-up failed for a reason unknown";
            for (const { lookup } of pages)
                lookup.failed = reason;
            return [];
        }
        return pages.map((page, at) => this.take(page, results[at])).filter((page) => page !== undefined);
    }
    ask(pages) {
        const queries = pages.map(({ lookup, token }) => ({
            package: { ecosystem: lookup.query.ecosystem, name: lookup.query.name },
            ...(token === undefined ? {} : { page_token: token }),
        }));
        return this.requests.json("/v1/querybatch", { queries }, this.limits.batchBytes, (value) => {
            const { results } = (value ?? {});
            if (!Array.isArray(results))
                throw new WrongAnswer("it has no results");
            if (results.length !== pages.length)
                throw new WrongAnswer(`it has ${results.length} results for ${pages.length} queries`);
            return results.map(readResult);
        });
    }
    take(page, { vulns, token, wrong }) {
        const { lookup, seen } = page;
        const before = lookup.listed.size;
        for (const { id, modified } of vulns) {
            const known = lookup.listed.get(id);
            if (known === undefined || Date.parse(known) < Date.parse(modified))
                lookup.listed.set(id, modified);
        }
        const fail = (reason) => void (lookup.failed = `the OSV API ${reason}`);
        if (wrong !== undefined)
            return fail(`gave an answer that makes no sense: ${wrong}`);
        if (lookup.listed.size > this.limits.recordsOfOne)
            return fail(`lists more than ${this.limits.recordsOfOne.toLocaleString("en-US")} records`);
        if (token === undefined)
            return undefined;
        page.pages++;
        page.stalled = seen.has(token) && lookup.listed.size === before ? page.stalled + 1 : 0;
        if (page.stalled >= this.limits.stalledPages)
            return fail("gives the same page without end");
        if (page.pages >= this.limits.pages)
            return fail(`did not come to an end after ${this.limits.pages} pages`);
        seen.add(token);
        return { ...page, token };
    }
}
/** One of the results: `{}`, `{vulns}`, `{vulns, next_page_token}` or `{next_page_token}`. */
function readResult(value) {
    if (typeof value !== "object" || value === null || Array.isArray(value))
        return { vulns: [], wrong: "a result is no object" };
    const { vulns = [], next_page_token: token } = value;
    if (!Array.isArray(vulns))
        return { vulns: [], wrong: "its records are no list" };
    if (token !== undefined && token !== null && typeof token !== "string")
        return { vulns: [], wrong: "a token for the next page is no text" };
    const read = [];
    for (const vuln of vulns) {
        const { id, modified } = (vuln ?? {});
        if (!isId(id))
            return { vulns: [], wrong: "the id of a record is none" };
        if (!isTime(modified))
            return { vulns: [], wrong: `record ${id} does not say when it was modified` };
        read.push({ id, modified });
    }
    return { vulns: read, ...(token ? { token } : {}) };
}

;// CONCATENATED MODULE: ./src/osv/record.ts

/** Elements of any array of a record (real ones: 1,583 versions, 147 references). Against memory (CWE-770). */
const MAX_ELEMENTS = 100_000;
/** Characters of an id, a name, a version, a date. Real ones stay below 300. */
const MAX_WORD = 2_000;
/** Characters kept of a summary or of details: what is shown is their beginning. */
const MAX_PROSE = 4_000;
/**
 * A record of the OSV schema (https://ossf.github.io/osv-schema/) from parsed JSON. Members that are not used are not
 * looked at. Throws `Malformed`, with the path of the member, where one that is used is not what the schema says.
 */
function readAdvisory(value) {
    const record = object(value, "record");
    const withdrawn = optional(record["withdrawn"], (given) => record_word(given, "withdrawn"));
    return {
        id: record_word(record["id"], "id"),
        modified: record_word(record["modified"], "modified"),
        ...(withdrawn === undefined ? {} : { withdrawn }),
        aliases: record_list(record["aliases"], "aliases", record_word),
        summary: prose(record["summary"], "summary"),
        details: prose(record["details"], "details"),
        severity: record_list(record["severity"], "severity", vector),
        ...databaseSeverity(record),
        affected: record_list(record["affected"], "affected", affected),
        references: record_list(record["references"], "references", (each, path) => record_text(object(each, path)["url"], `${path}.url`).slice(0, MAX_WORD)),
    };
}
function affected(value, path) {
    const member = object(value, path);
    const named = member["package"] ?? undefined;
    // Records of whole repositories (`GIT`) name no package: nothing that is looked up has no name.
    const pkg = named === undefined ? { ecosystem: "", name: "" } : object(named, `${path}.package`);
    return {
        ecosystem: named === undefined ? "" : record_word(pkg["ecosystem"], `${path}.package.ecosystem`),
        name: named === undefined ? "" : record_word(pkg["name"], `${path}.package.name`),
        ranges: record_list(member["ranges"], `${path}.ranges`, range),
        versions: record_list(member["versions"], `${path}.versions`, record_word),
        severity: record_list(member["severity"], `${path}.severity`, vector),
        ...databaseSeverity(member),
    };
}
function range(value, path) {
    const member = object(value, path);
    const type = record_word(member["type"], `${path}.type`);
    // Commits say nothing about versions.
    return { type, events: type === "GIT" ? [] : record_list(member["events"], `${path}.events`, record_event) };
}
function record_event(value, path) {
    const member = object(value, path);
    const read = (name) => optional(member[name], (given) => record_word(given, `${path}.${name}`));
    const introduced = read("introduced");
    const fixed = read("fixed");
    const lastAffected = read("last_affected");
    const limit = read("limit");
    return {
        ...(introduced === undefined ? {} : { introduced }),
        ...(fixed === undefined ? {} : { fixed }),
        ...(lastAffected === undefined ? {} : { lastAffected }),
        ...(limit === undefined ? {} : { limit }),
    };
}
function vector(value, path) {
    const member = object(value, path);
    return { type: record_word(member["type"], `${path}.type`), score: record_word(member["score"], `${path}.score`) };
}
/** What RustSec files beside vulnerabilities: nobody looks after a crate any more, or something is worth knowing. */
const NO_FLAW = new Set(["unmaintained", "notice"]);
/** What a database puts there is its own affair, so anything but a word is as if it were absent. */
function databaseSeverity(member) {
    for (const name of ["database_specific", "ecosystem_specific"]) {
        const own = member[name];
        const given = typeof own === "object" && own !== null ? own["severity"] : undefined;
        if (typeof given === "string" && given.length <= MAX_WORD)
            return { databaseSeverity: given };
        const informational = typeof own === "object" && own !== null ? own["informational"] : undefined;
        if (typeof informational === "string" && NO_FLAW.has(informational))
            return { databaseSeverity: "LOW" };
    }
    return {};
}
function object(value, path) {
    if (typeof value !== "object" || value === null || Array.isArray(value))
        throw new core_bytes/* Malformed */.sG(`${path} is not an object`);
    return value;
}
function record_list(value, path, read) {
    if (value === undefined || value === null)
        return [];
    if (!Array.isArray(value))
        throw new core_bytes/* Malformed */.sG(`${path} is not an array`);
    if (value.length > MAX_ELEMENTS)
        throw new core_bytes/* Malformed */.sG(`${path} has more than ${MAX_ELEMENTS} elements`);
    return value.map((each, index) => read(each, `${path}[${index}]`));
}
function optional(value, read) {
    return value === undefined || value === null ? undefined : read(value);
}
function record_text(value, path) {
    if (typeof value !== "string")
        throw new core_bytes/* Malformed */.sG(`${path} is not a text`);
    return value;
}
function record_word(value, path) {
    const given = record_text(value, path);
    if (given.length > MAX_WORD)
        throw new core_bytes/* Malformed */.sG(`${path} has more than ${MAX_WORD} characters`);
    return given;
}
function prose(value, path) {
    return optional(value, (given) => record_text(given, path).slice(0, MAX_PROSE)) ?? "";
}

;// CONCATENATED MODULE: ./src/osv/api-records.ts





/** Fetches records, each once, and remembers them for the run by id and the time they were modified. */
class Records {
    limits;
    cache;
    known = new Map();
    constructor(limits, cache) {
        this.limits = limits;
        this.cache = cache;
    }
    /** What is known of a record after `fetchAll`. */
    of(id, modified) {
        return this.known.get(`${id} ${modified}`) ?? { failed: `record ${id} was not asked for` };
    }
    /** Fetches those of the records, `modified` by id, that are not known yet. Failures are tried again the next time. */
    async fetchAll(requests, wanted) {
        const missing = [...wanted].filter(([id, modified]) => {
            const known = this.known.get(`${id} ${modified}`);
            return known === undefined || "failed" in known;
        });
        await inParallel(missing, this.limits.recordsAtOnce, async ([id, modified]) => {
            this.known.set(`${id} ${modified}`, this.cached(id, modified) ?? (await this.fetch(requests, id, modified)));
        });
        this.cache?.flush();
    }
    cached(id, modified) {
        const text = this.cache?.get(id, modified);
        if (text === undefined)
            return undefined;
        try {
            return api_records_read(JSON.parse(text), id);
        }
        catch {
            return undefined;
        }
    }
    /** https://google.github.io/osv.dev/get-v1-vulns/ */
    async fetch(requests, id, modified) {
        try {
            const path = `/v1/vulns/${encodeURIComponent(id)}`;
            return await requests.json(path, undefined, this.limits.recordBytes, (value, text) => {
                const fetched = api_records_read(value, id);
                if (api_records_isCurrent(value, modified))
                    this.cache?.put(id, modified, text);
                return fetched;
            });
        }
        catch (error) {
            const reason = error instanceof ApiFailure ? error.message : "the look-up failed for a reason unknown";
            return { failed: `record ${id} could not be had: ${reason}` };
        }
    }
}
/** A record as it was asked for. One that nobody can read is a gap that is shown, not a failure of the look-up. */
function api_records_read(value, id) {
    const got = typeof value === "object" && value !== null ? value.id : undefined;
    if (got !== id)
        throw new WrongAnswer(`it is not the record ${id}`);
    try {
        return { advisory: readAdvisory(value) };
    }
    catch (error) {
        const known = error instanceof core_bytes/* Malformed */.sG || error instanceof core_bytes/* Unsupported */.O0;
        return { unreadable: { id, detail: known ? error.message : "it cannot be read" } };
    }
}
/** Whether the record is as new as the list says: an older one that some cache still had must not be kept under its time. */
function api_records_isCurrent(value, modified) {
    const time = value.modified;
    return isTime(time) && Date.parse(time) >= Date.parse(modified);
}

;// CONCATENATED MODULE: ./src/osv/api.ts





/**
 * The OSV API (https://google.github.io/osv.dev/api/). Names are asked for, never versions. All look-ups of the source
 * together take at most `totalMs`; past it, what has no whole answer is `failed`.
 */
function createApiSource(options) {
    const { http, clock, sleep, random = Math.random, cache } = options;
    const limits = { ...API_LIMITS, ...options.limits };
    const base = options.url.replace(/\/+$/, "");
    const records = new Records(limits, cache);
    let left = limits.totalMs;
    const look = async (queries) => {
        const lookups = lookupsOf(queries);
        const start = clock();
        const requests = new ApiRequests(base, { http, clock, sleep, random, limits }, start + left);
        let wanted;
        try {
            const open = [...lookups.values()].filter(({ failed }) => failed === undefined);
            await listRecords(requests, open, limits);
            wanted = api_wantedBy(lookups.values());
            await records.fetchAll(requests, wanted);
        }
        finally {
            left = Math.max(0, left - (clock() - start));
        }
        const recordOf = (id) => records.of(id, wanted.get(id));
        const answers = new Map([...lookups].map(([key, lookup]) => [key, answerOf(lookup, recordOf)]));
        return queries.map((query) => answers.get(api_keyOf(query)));
    };
    return {
        describe: () => `the OSV API (${shown(base)})`,
        recordsOf: (queries) => look(queries).catch(() => queries.map(() => ({ failed: "the look-up failed for a reason unknown" }))),
    };
}
const api_keyOf = ({ ecosystem, name }) => `${ecosystem}\0${name}`;
/** Each package once, those that are not worth asking for already failed. */
function lookupsOf(queries) {
    const lookups = new Map();
    for (const query of queries) {
        const key = api_keyOf(query);
        if (lookups.has(key))
            continue;
        const failed = api_names_refusal(query);
        lookups.set(key, { query, listed: new Map(), ...(failed === undefined ? {} : { failed }) });
    }
    return lookups;
}
/** The records that are worth fetching, each with the latest time that a list gives for it. */
function api_wantedBy(lookups) {
    const wanted = new Map();
    for (const { listed, failed } of lookups)
        if (failed === undefined)
            for (const [id, modified] of listed) {
                const known = wanted.get(id);
                if (known === undefined || Date.parse(known) < Date.parse(modified))
                    wanted.set(id, modified);
            }
    return wanted;
}
function answerOf({ query, listed, failed }, recordOf) {
    if (failed !== undefined)
        return { failed };
    const advisories = [];
    const unreadable = [];
    for (const id of [...listed.keys()].sort()) {
        const fetched = recordOf(id);
        if ("failed" in fetched)
            return { failed: fetched.failed };
        if ("unreadable" in fetched)
            unreadable.push(fetched.unreadable);
        else if (isAbout(fetched.advisory, query))
            advisories.push(fetched.advisory);
        else
            return { failed: `the OSV API lists record ${id}, which is not about this package` };
    }
    return { advisories, unreadable };
}
/** An address for people: no credentials, no query. */
function shown(address) {
    if (!URL.canParse(address))
        return "no valid address";
    const { protocol, host, pathname } = new URL(address);
    return `${protocol}//${host}${pathname.replace(/\/+$/, "")}`;
}

;// CONCATENATED MODULE: ./src/osv/database-directory.ts

/** OSV's largest database has some 300,000 records; each costs 32 bytes here (CWE-770). */
const MAX_MEMBERS = 2_000_000;
/** Bytes of one record. The largest real ones have some megabytes; it is held in memory and parsed (CWE-409). */
const database_directory_MAX_RECORD_BYTES = 16 * 1024 * 1024;
/** All records may be this many times the file: real databases are 2 to 5 times, deflate alone could do 1,032 (CWE-409). */
const MAX_RATIO = 20;
/** A small file may be mostly repetition; below this nobody asks for the ratio. */
const RATIO_FROM_BYTES = 1024 * 1024;
/** Bytes of the directory looked at once: more than its longest possible record, of 46 and three times 65,535. */
const DIRECTORY_WINDOW_BYTES = 512 * 1024;
const END_BYTES = 22;
const MAX_COMMENT_BYTES = 0xffff;
const ZIP64_LOCATOR_BYTES = 20;
const ZIP64_END_BYTES = 56;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
const STORED = 0;
const DEFLATE = 8;
/**
 * Reads the directory of an `all.zip` strictly (APPNOTE.TXT 4.3.12 to 4.3.16): its writer is known, so what is odd is
 * damaged. Members that are no `.json` are none of ours. Throws `Malformed`.
 */
function readDirectory(source) {
    const { count, start, end } = findDirectory(source);
    if (count > MAX_MEMBERS)
        throw new core_bytes/* Malformed */.sG(`it claims ${count} members; at most ${MAX_MEMBERS} are read`);
    if (count * CENTRAL_BYTES > end - start)
        throw new core_bytes/* Malformed */.sG(`its directory is too short for ${count} members`);
    const members = columns(count);
    let at = start;
    let seen = 0;
    while (seen < count) {
        const bytes = source.window(at, Math.min(DIRECTORY_WINDOW_BYTES, end - at));
        const before = seen;
        let from = 0;
        while (seen < count) {
            const next = recordEnd(bytes, from, at);
            if (next === undefined)
                break;
            addMember(members, bytes, from, next);
            from = next;
            seen++;
        }
        if (seen === before)
            throw new core_bytes/* Malformed */.sG(`its directory ends inside record ${seen} of ${count}`, at);
        at += from;
    }
    if (at !== end)
        throw new core_bytes/* Malformed */.sG(`its directory has ${end - at} bytes behind the last of ${count} records`, at);
    return settle(members, start, source.size);
}
/** A hash of a name's bytes (FNV-1a), to compare the two places that a zip has names at. */
function database_directory_hashOf(bytes, from, to) {
    let hash = 0x811c9dc5;
    for (let i = from; i < to; i++)
        hash = Math.imul(hash ^ bytes[i], 0x01000193);
    return hash >>> 0;
}
function u16(bytes, at) {
    return bytes[at] | (bytes[at + 1] << 8);
}
function u32(bytes, at) {
    return (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
}
/** Above 2^53 it is not exact, but then it is far beyond every file too. */
function u64(bytes, at) {
    return u32(bytes, at) + u32(bytes, at + 4) * 2 ** 32;
}
/** How many records the directory has, and its first and last byte's end. */
function findDirectory(source) {
    const from = Math.max(0, source.size - END_BYTES - MAX_COMMENT_BYTES);
    const tail = source.window(from, source.size - from);
    let place = tail.length - END_BYTES;
    while (place >= 0 && !(u32(tail, place) === 0x06054b50 && place + END_BYTES + u16(tail, place + 20) === tail.length))
        place--;
    if (place < 0)
        throw new core_bytes/* Malformed */.sG("it is no zip file, or its end is missing");
    const short = { count: u16(tail, place + 10), size: u32(tail, place + 12), start: u32(tail, place + 16) };
    if (u16(tail, place + 4) !== 0 || u16(tail, place + 8) !== short.count)
        throw new core_bytes/* Malformed */.sG("it is a part of a zip file in several parts");
    const wide = short.count === 0xffff || short.size === 0xffffffff || short.start === 0xffffffff;
    const at = from + place;
    const { count, size, start, end } = wide ? zip64Directory(source, at, short) : { ...short, end: at };
    if (start + size !== end)
        throw new core_bytes/* Malformed */.sG(`its directory should be ${size} bytes at ${start}, but ends at ${end}`, at);
    return { count, start, end };
}
/** What the longer end record says; a database of exactly 65,535 records needs none. */
function zip64Directory(source, endAt, short) {
    const locatorAt = endAt - ZIP64_LOCATOR_BYTES;
    const locator = locatorAt < 0 ? new Uint8Array(0) : source.read(locatorAt, ZIP64_LOCATOR_BYTES);
    if (locator.length === 0 || u32(locator, 0) !== 0x07064b50)
        return { ...short, end: endAt };
    const at = u64(locator, 8);
    if (at + ZIP64_END_BYTES !== locatorAt)
        throw new core_bytes/* Malformed */.sG("its zip64 end record is not where it should be", at);
    const record = source.read(at, ZIP64_END_BYTES);
    if (u32(record, 0) !== 0x06064b50)
        throw new core_bytes/* Malformed */.sG("its zip64 end record is missing", at);
    return { count: u64(record, 32), size: u64(record, 40), start: u64(record, 48), end: at };
}
function columns(count) {
    return {
        count: 0,
        offset: new Float64Array(count + 1),
        packed: new Uint32Array(count),
        size: new Uint32Array(count),
        crc: new Uint32Array(count),
        nameHash: new Uint32Array(count),
        deflated: new Uint8Array(count),
        refused: new Map(),
    };
}
/** Where the record at `from` ends, `undefined` where that is not among these bytes. */
function recordEnd(bytes, from, base) {
    if (from + CENTRAL_BYTES > bytes.length)
        return undefined;
    if (u32(bytes, from) !== 0x02014b50)
        throw new core_bytes/* Malformed */.sG("its directory has no record where one should be", base + from);
    const end = from + CENTRAL_BYTES + u16(bytes, from + 28) + u16(bytes, from + 30) + u16(bytes, from + 32);
    return end > bytes.length ? undefined : end;
}
function addMember(members, bytes, from, to) {
    const name = from + CENTRAL_BYTES;
    const nameEnd = name + u16(bytes, from + 28);
    if (!endsInJson(bytes, name, nameEnd))
        return;
    const flags = u16(bytes, from + 8);
    const method = u16(bytes, from + 10);
    const sizes = wideSizes(bytes, from, nameEnd, to);
    const i = members.count++;
    members.crc[i] = u32(bytes, from + 16);
    members.packed[i] = Math.min(sizes.packed, 0xffffffff);
    members.size[i] = Math.min(sizes.size, 0xffffffff);
    members.offset[i] = sizes.offset;
    members.nameHash[i] = database_directory_hashOf(bytes, name, nameEnd);
    members.deflated[i] = method === DEFLATE ? 1 : 0;
    const reason = database_directory_refusal(flags, method, sizes);
    if (reason !== undefined)
        members.refused.set(i, reason);
}
function endsInJson(bytes, from, to) {
    return to - from > 5 && bytes[to - 5] === 0x2e && u32(bytes, to - 4) === 0x6e6f736a;
}
/** Sizes and place, from the zip64 field (APPNOTE.TXT 4.5.3) where the short ones say that they are there. */
function wideSizes(bytes, from, extra, to) {
    const short = { size: u32(bytes, from + 24), packed: u32(bytes, from + 20), offset: u32(bytes, from + 42) };
    const wanted = ["size", "packed", "offset"].filter((key) => short[key] === 0xffffffff);
    if (wanted.length === 0)
        return short;
    const end = Math.min(to, extra + u16(bytes, from + 30));
    let at = extra;
    while (at + 4 <= end && u16(bytes, at) !== 1)
        at += 4 + u16(bytes, at + 2);
    if (at + 4 + wanted.length * 8 > end || u16(bytes, at + 2) < wanted.length * 8)
        throw new core_bytes/* Malformed */.sG("a member's size or place is missing in its zip64 field");
    return wanted.reduce((sizes, key, i) => ({ ...sizes, [key]: u64(bytes, at + 4 + i * 8) }), short);
}
function database_directory_refusal(flags, method, { packed, size }) {
    if ((flags & 0x2041) !== 0)
        return "it is encrypted";
    if (method !== STORED && method !== DEFLATE)
        return `it is packed by method ${method}, which is not read`;
    if (size > database_directory_MAX_RECORD_BYTES)
        return `it claims ${size} bytes; at most ${database_directory_MAX_RECORD_BYTES} are read`;
    if (packed > database_directory_MAX_RECORD_BYTES)
        return `it claims ${packed} packed bytes; at most ${database_directory_MAX_RECORD_BYTES} are read`;
    if (method === STORED && packed !== size)
        return "its two sizes differ, although it is not packed";
    return undefined;
}
/** In the order of places, checked: none overlaps another or the directory, and together they are no bomb. */
function settle(members, directory, fileSize) {
    const { count, offset } = members;
    let sorted = true;
    for (let i = 1; i < count && sorted; i++)
        sorted = offset[i - 1] < offset[i];
    if (!sorted)
        sortByPlace(members);
    offset[count] = directory;
    let total = 0;
    for (let i = 0; i < count; i++) {
        if (offset[i] + LOCAL_BYTES + members.packed[i] > offset[i + 1])
            throw new core_bytes/* Malformed */.sG("its members overlap", offset[i]);
        if (!members.refused.has(i))
            total += members.size[i];
    }
    if (total > RATIO_FROM_BYTES && total > fileSize * MAX_RATIO)
        throw new core_bytes/* Malformed */.sG(`it claims ${total} bytes of records, more than ${MAX_RATIO} times its own size`);
    return members;
}
function sortByPlace(members) {
    const { count, offset } = members;
    const order = new Uint32Array(count).map((_, i) => i).sort((a, b) => offset[a] - offset[b]);
    for (const column of ["packed", "size", "crc", "nameHash", "deflated"]) {
        const old = members[column].slice(0, count);
        for (let i = 0; i < count; i++)
            members[column][i] = old[order[i]];
    }
    const places = offset.slice(0, count);
    for (let i = 0; i < count; i++)
        offset[i] = places[order[i]];
    const refused = [...members.refused];
    const place = new Map([...order].map((was, now) => [was, now]));
    members.refused.clear();
    for (const [was, reason] of refused)
        members.refused.set(place.get(was), reason);
}

;// CONCATENATED MODULE: ./src/osv/database-batches.ts



/** Bytes of the file that are unpacked at once: large enough that the calls cost nothing; larger ones took memory and no less time. */
const BATCH_BYTES = 256 * 1024;
/** Bytes that a batch may unpack to, where it is more than one record (CWE-409). */
const MAX_BATCH_UNPACKED_BYTES = 4 * 1024 * 1024;
/** Batches under way: unpacking runs on Node's pool of four threads while this one searches what is done. */
const database_batches_LANES = 3;
/** The longest a local header's name and extra field can be. */
const MAX_LOCAL_FIELDS_BYTES = 2 * 0xffff;
/** A deflate block holds at most this much as it is (RFC 1951, 3.2.4). */
const MAX_PLAIN_BLOCK_BYTES = 0xffff;
const PLAIN_HEADER_BYTES = 5;
const GZIP_HEADER = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
const GZIP_TRAILER_BYTES = 8;
/**
 * Unpacks all members, in no order. Each is made a gzip member of what the directory says (RFC 1952: a header, its deflate data, its
 * CRC-32 and size), and many of them are given to zlib in one call, which reads gzip members one behind the other and
 * checks each: 16,000 calls would take longer than the unpacking. Because each one's size is checked, the sum is right
 * only if every one is. Throws what the source and the visitor throw, and `Malformed`.
 */
async function unpackAll(source, members, visitor) {
    for (const [member, reason] of members.refused)
        visitor.unreadable(member, reason);
    let next = 0;
    const take = (lane) => {
        while (next < members.count) {
            const { run, after } = nextRun(members, next);
            next = after;
            const packed = pack(source, members, run, lane);
            if (packed !== undefined)
                return packed;
        }
        return undefined;
    };
    const lane = async () => {
        const mine = { gzip: Buffer.alloc(0) };
        try {
            for (let packed = take(mine); packed !== undefined; packed = take(mine))
                await unpack(packed, members, visitor);
        }
        finally {
            next = members.count; // Where one lane throws, the others end after what they have begun.
        }
    };
    // All of them, for the caller closes the file.
    const ended = await Promise.allSettled(Array.from({ length: database_batches_LANES }, lane));
    for (const each of ended)
        if (each.status === "rejected")
            throw each.reason;
}
/** The `<id>` of a member's name `<id>.json`. */
function idOf(source, members, member) {
    const at = members.offset[member];
    const length = u16(source.read(at + 26, 2), 0);
    const name = Buffer.from(source.window(at + LOCAL_BYTES, Math.min(length, 260))).toString("utf8");
    return name.replace(/\.json$/, "");
}
/** Members that lie together, as many as a batch holds; one at least. */
function nextRun({ count, offset, packed, size, refused }, first) {
    const start = offset[first];
    const chosen = [];
    let unpacked = 0;
    let after = first;
    for (; after < count; after++) {
        const more = refused.has(after) ? 0 : size[after];
        const full = offset[after + 1] - start > BATCH_BYTES || unpacked + more > MAX_BATCH_UNPACKED_BYTES;
        if (full && after > first)
            break;
        if (!refused.has(after))
            chosen.push(after);
        unpacked += more;
    }
    const alone = LOCAL_BYTES + MAX_LOCAL_FIELDS_BYTES + packed[first];
    const length = offset[after] - start;
    return { run: { members: chosen, start, length: after > first + 1 ? length : Math.min(length, alone) }, after };
}
function pack(source, members, run, lane) {
    if (run.members.length === 0)
        return undefined;
    const bytes = source.read(run.start, run.length);
    let length = 0;
    for (const i of run.members)
        length += GZIP_HEADER.length + deflatedBytes(members, i) + GZIP_TRAILER_BYTES;
    if (lane.gzip.length < length)
        lane.gzip = Buffer.allocUnsafeSlow(length + (length >> 3));
    const gzip = lane.gzip.subarray(0, length);
    const gzipEnds = [];
    const ends = [];
    let at = 0;
    let end = 0;
    for (const i of run.members) {
        const from = dataOf(bytes, members, i, run.start);
        for (const byte of GZIP_HEADER)
            gzip[at++] = byte;
        at = putDeflated(gzip, at, bytes.subarray(from, from + members.packed[i]), members.deflated[i] === 1);
        at = putU32(gzip, putU32(gzip, at, members.crc[i]), members.size[i]);
        gzipEnds.push(at);
        ends.push((end += members.size[i]));
    }
    return { members: run.members, gzip, gzipEnds, ends };
}
/** Where the member's data begins in the run, by its local header, which must be of the same name, method and kind. */
function dataOf(bytes, members, i, start) {
    const place = members.offset[i];
    const at = place - start;
    const name = at + LOCAL_BYTES;
    const nameEnd = name + u16(bytes, at + 26);
    const data = nameEnd + u16(bytes, at + 28);
    if (u32(bytes, at) !== 0x04034b50 ||
        data + members.packed[i] > Math.min(bytes.length, members.offset[i + 1] - start))
        throw new core_bytes/* Malformed */.sG("a member is not where its directory says", place);
    const same = database_directory_hashOf(bytes, name, nameEnd) === members.nameHash[i] && u16(bytes, at + 8) === members.deflated[i] * 8;
    if (!same)
        throw new core_bytes/* Malformed */.sG("a member is not the one that its directory names", place);
    return data;
}
function deflatedBytes({ packed, deflated }, i) {
    const blocks = Math.max(1, Math.ceil(packed[i] / MAX_PLAIN_BLOCK_BYTES));
    return deflated[i] === 1 ? packed[i] : packed[i] + blocks * PLAIN_HEADER_BYTES;
}
/** Deflate data as it is; data that is not packed as plain blocks. */
function putDeflated(into, at, data, deflated) {
    if (deflated) {
        into.set(data, at);
        return at + data.length;
    }
    let from = 0;
    do {
        const block = data.subarray(from, from + MAX_PLAIN_BLOCK_BYTES);
        from += block.length;
        into[at++] = from >= data.length ? 1 : 0;
        at = into.writeUInt16LE(block.length, at);
        at = into.writeUInt16LE(block.length ^ 0xffff, at);
        into.set(block, at);
        at += block.length;
    } while (from < data.length);
    return at;
}
function putU32(into, at, value) {
    into[at] = value;
    into[at + 1] = value >>> 8;
    into[at + 2] = value >>> 16;
    into[at + 3] = value >>> 24;
    return at + 4;
}
async function unpack(packed, members, visitor) {
    const size = packed.ends.at(-1);
    const bytes = await gunzipped(packed.gzip, size);
    if (bytes?.length === size)
        visitor.batch({ bytes, members: packed.members, ends: packed.ends });
    else
        salvage(packed, members, visitor);
}
/** `undefined` where it is broken or longer than `size`. */
function gunzipped(bytes, size) {
    // One byte more than needed, so that everything comes in one piece; zlib wants 64 at least.
    const options = { chunkSize: Math.max(64, size + 1), maxOutputLength: Math.max(1, size) };
    return new Promise((resolve) => (0,external_node_zlib_.gunzip)(bytes, options, (error, result) => resolve(error ? undefined : result)));
}
/** One by one, where one of them at least is broken. */
function salvage({ members: numbers, gzip, gzipEnds }, members, visitor) {
    numbers.forEach((i, k) => {
        const from = (k === 0 ? 0 : gzipEnds[k - 1]) + GZIP_HEADER.length;
        const size = members.size[i];
        const bytes = inflated(gzip.subarray(from, gzipEnds[k] - GZIP_TRAILER_BYTES), size);
        if (bytes === undefined)
            visitor.unreadable(i, "its packed data is damaged");
        else if (bytes.length !== size)
            visitor.unreadable(i, "it is not as long as the database says");
        else if ((0,external_node_zlib_.crc32)(bytes) !== members.crc[i])
            visitor.unreadable(i, "its checksum is wrong");
        else
            visitor.batch({ bytes, members: [i], ends: [size] });
    });
}
function inflated(bytes, size) {
    try {
        return (0,external_node_zlib_.inflateRawSync)(bytes, { maxOutputLength: Math.max(1, size + 1) });
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./src/osv/database-names.ts

const database_names_QUOTE = 0x22;
const database_names_COLON = 0x3a;
const BACKSLASH = 0x5c;
const database_names_OPEN_BRACE = 0x7b;
const database_names_CLOSE_BRACE = 0x7d;
/**
 * The records of a batch that may concern the names asked for, found without parsing: 16,000 records hold 20 that matter. A
 * JSON object has a member `name` only if these bytes stand there, `"name"`, a colon and a string, or if an escape (`\u006e`
 * and so on) stands in the key; so a record is passed over only when each of its names was read and none is asked for.
 * What is then wrong with it concerns others.
 */
function* candidates({ bytes, members, ends }, ecosystem, asked) {
    let hit = bytes.indexOf('name"', 0, "latin1");
    let escape = bytes.indexOf("\\u006", 0, "latin1");
    let start = 0;
    for (let k = 0; k < members.length; k++) {
        const end = ends[k];
        let unsure = !isBraced(bytes, start, end);
        let any = false;
        let names;
        for (; hit >= 0 && hit < end; hit = bytes.indexOf('name"', hit, "latin1")) {
            const from = bytes[hit - 1] === database_names_QUOTE && hit > start ? stringAfter(bytes, hit + 5, end) : NO_KEY;
            hit += 5;
            unsure ||= from === NO_STRING;
            if (from < 0)
                continue;
            const to = stringEnd(bytes, from, end);
            const name = database_names_textOf(bytes, from, to);
            any = true;
            if (name === undefined)
                unsure = true;
            else if (asked.has(normalName(ecosystem, name)))
                (names ??= new Set()).add(normalName(ecosystem, name));
            hit = to;
        }
        if (escape >= 0 && escape < end) {
            unsure = true;
            escape = bytes.indexOf("\\u006", end, "latin1");
        }
        if (names !== undefined || unsure || !any)
            yield { member: members[k], start, end, names: names ?? database_names_NONE, unsure: unsure || !any };
        start = end;
    }
}
const database_names_NONE = new Set();
/** Whether the first and the last byte that are no white space are those of an object: a record that was cut off is not. */
function isBraced(bytes, start, end) {
    while (start < end && isSpace(bytes[start]))
        start++;
    while (start < end && isSpace(bytes[end - 1]))
        end--;
    return bytes[start] === database_names_OPEN_BRACE && bytes[end - 1] === database_names_CLOSE_BRACE && end - start >= 2;
}
const NO_KEY = -1;
const NO_STRING = -2;
/** Where the string behind a colon begins. */
function stringAfter(bytes, at, end) {
    while (at < end && isSpace(bytes[at]))
        at++;
    if (at >= end || bytes[at] !== database_names_COLON)
        return NO_KEY;
    at++;
    while (at < end && isSpace(bytes[at]))
        at++;
    return at < end && bytes[at] === database_names_QUOTE ? at + 1 : NO_STRING;
}
/** Where the string's closing quote is, or the record's end. */
function stringEnd(bytes, at, end) {
    while (at < end && bytes[at] !== database_names_QUOTE)
        at += bytes[at] === BACKSLASH ? 2 : 1;
    return Math.min(at, end);
}
function database_names_textOf(bytes, from, to) {
    const raw = bytes.toString("utf8", from, to);
    if (!raw.includes("\\"))
        return raw;
    try {
        return JSON.parse(`"${raw}"`);
    }
    catch {
        return undefined;
    }
}
function isSpace(byte) {
    return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

;// CONCATENATED MODULE: ./src/osv/database.ts






/** Records that may concern any package and cannot be read. A database with more of them answers nothing. */
const database_MAX_UNREADABLE = 100;
/** Pairs of a name asked for and a record that names it. A large project has some thousands (CWE-770). */
const MAX_FOUND = 200_000;
/**
 * The records of packages from databases on disk. One that names a package and cannot be read is unreadable for that
 * package; one that does not tell which package it is about (a damaged member, no JSON, no `name`) is so for
 * every package asked for. A record that only names others is not looked at further.
 */
function createDatabaseSource(databases) {
    const dated = new Map();
    return {
        describe() {
            const ages = [...dated].map(([ecosystem, day]) => `${ecosystem} of ${day}`);
            return `the OSV database in ${databases.where}${ages.length === 0 ? "" : ` (${ages.sort().join(", ")})`}`;
        },
        async recordsOf(queries) {
            const answers = new Map();
            for (const [ecosystem, names] of namesByEcosystem(queries)) {
                const search = await searchOne(databases, ecosystem, names);
                if ("failed" in search)
                    answers.set(ecosystem, () => search);
                else {
                    dated.set(ecosystem, search.dated);
                    answers.set(ecosystem, (name) => search.found.of(name));
                }
            }
            return queries.map(({ ecosystem, name }) => answers.get(ecosystem)(normalName(ecosystem, name)));
        },
    };
}
function namesByEcosystem(queries) {
    const names = new Map();
    for (const { ecosystem, name } of queries) {
        const known = names.get(ecosystem);
        if (known === undefined)
            names.set(ecosystem, new Set([normalName(ecosystem, name)]));
        else
            known.add(normalName(ecosystem, name));
    }
    return names;
}
/** Reads a whole database once. One ecosystem after the other, so that memory is that of one. */
async function searchOne(databases, ecosystem, names) {
    const failed = (error) => ({
        failed: `the database for ${ecosystem} in ${databases.where} cannot be read: ${error.message}`,
    });
    let database;
    try {
        const opened = await databases.open(ecosystem);
        if ("failed" in opened)
            return { failed: opened.failed };
        database = opened;
    }
    catch (error) {
        return failed(error);
    }
    try {
        return { found: await searchDatabase(database, ecosystem, names), dated: database.dated };
    }
    catch (error) {
        return failed(error);
    }
    finally {
        database.close();
    }
}
async function searchDatabase({ bytes: source }, ecosystem, names) {
    const members = readDirectory(source);
    if (members.count === 0)
        throw new core_bytes/* Malformed */.sG("it has no records");
    const found = new Found(ecosystem, names);
    await unpackAll(source, members, {
        batch(batch) {
            for (const candidate of candidates(batch, ecosystem, names))
                found.add(batch, candidate, () => idOf(source, members, candidate.member));
        },
        unreadable: (member, detail) => found.unclear({ id: idOf(source, members, member), detail }),
    });
    return found;
}
/** What was found for each name. */
class Found {
    ecosystem;
    asked;
    advisories = new Map();
    unreadable = new Map();
    /** Records of which nobody knows what they are about. */
    anyone = [];
    count = 0;
    constructor(ecosystem, asked) {
        this.ecosystem = ecosystem;
        this.asked = asked;
    }
    add({ bytes }, { start, end, names, unsure }, memberId) {
        let id;
        let advisory;
        try {
            const value = JSON.parse(bytes.toString("utf8", start, end));
            id = idIn(value);
            advisory = readAdvisory(value);
        }
        catch (error) {
            const record = { id: id ?? memberId(), detail: detailOf(error) };
            if (unsure)
                this.unclear(record);
            else
                for (const name of names)
                    this.keep(this.unreadable, name, record);
            return;
        }
        for (const name of this.namesOf(advisory))
            this.keep(this.advisories, name, advisory);
    }
    unclear(record) {
        if (this.anyone.push(record) > database_MAX_UNREADABLE)
            throw new core_bytes/* Malformed */.sG(`more than ${database_MAX_UNREADABLE} of its records cannot be read, ${record.id} among them`);
    }
    /** Sorted by id: members are unpacked in no order. */
    of(name) {
        const unreadable = [...(this.unreadable.get(name) ?? []), ...this.anyone];
        return { advisories: [...(this.advisories.get(name) ?? [])].sort(byId), unreadable: unreadable.sort(byId) };
    }
    keep(into, name, value) {
        if (++this.count > MAX_FOUND)
            throw new core_bytes/* Malformed */.sG(`more than ${MAX_FOUND} of its records name what was asked for`);
        const known = into.get(name);
        if (known === undefined)
            into.set(name, [value]);
        else
            known.push(value);
    }
    namesOf({ affected }) {
        const names = new Set();
        for (const { ecosystem, name } of affected) {
            const normal = normalName(this.ecosystem, name);
            if (baseEcosystem(ecosystem) === this.ecosystem && this.asked.has(normal))
                names.add(normal);
        }
        return names;
    }
}
function idIn(value) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, "id"))
        return undefined;
    const { id } = value;
    return typeof id === "string" && id !== "" && id.length <= 200 ? id : undefined;
}
function detailOf(error) {
    return error instanceof core_bytes/* Malformed */.sG ? error.message : "it is no JSON";
}
function byId(a, b) {
    return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

;// CONCATENATED MODULE: ./src/osv/fallback.ts
/**
 * Asks a second source for what the first could not answer: a database that is kept, when the API cannot be reached. What
 * both cannot answer stays failed, with the reasons of both. `onUse` is told when the second one has answered.
 */
function withFallback(first, second, onUse) {
    return {
        describe: () => first.describe(),
        async recordsOf(queries) {
            const answers = [...(await first.recordsOf(queries))];
            const open = queries.map((query, i) => ({ query, i })).filter(({ i }) => "failed" in (answers[i] ?? FAILED));
            if (open.length === 0)
                return answers;
            const again = await second.recordsOf(open.map(({ query }) => query));
            for (const [k, { i }] of open.entries()) {
                const [before, after] = [answers[i] ?? FAILED, again[k] ?? FAILED];
                if (!("failed" in after))
                    onUse();
                answers[i] = "failed" in after && "failed" in before ? { failed: `${before.failed}; ${after.failed}` } : after;
            }
            return answers;
        },
    };
}
const FAILED = { failed: "no answer" };

;// CONCATENATED MODULE: ./src/app/audit/source.ts











const OSV_API = "https://api.osv.dev";
/** Where this run's advisories come from. Nothing is asked before the first look-up. Throws `ConfigurationError`. */
function openSource(request, run) {
    const said = new Set();
    const http = createHttpClient({ env: run.env });
    const place = { ...run, http, notice: (text) => void said.add(text) };
    const source = request.osv === "database" ? databaseSource(request, place) : apiSource(request, place);
    let asked = false;
    return {
        source: {
            describe: () => source.describe(),
            recordsOf: (queries) => {
                asked = true;
                return source.recordsOf(queries);
            },
        },
        notices: () => [...(asked ? [`Advisories: ${source.describe()}.`] : []), ...said],
        close: () => http.close(),
    };
}
/** The API, and a database that is kept here where the API cannot be asked. */
function apiSource({ osvUrl, database }, place) {
    const { env, http, notice } = place;
    const directory = isLaptop(place) ? recordCacheDirectory(env) : undefined;
    const api = createApiSource({
        http,
        url: osvUrl ?? OSV_API,
        clock: () => performance.now(),
        sleep: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
        ...(directory === undefined ? {} : { cache: openRecordCache(directory) }),
    });
    const folder = database ?? (place.trustCache ? userDatabaseFolder(env) : undefined);
    if (folder === undefined || isAddress(folder) || !(0,external_node_fs_.existsSync)(folder))
        return api;
    const kept = createDatabaseSource(folderDatabases({ folder: checkedFolder(folder, place), notice, now: new Date() }));
    return withFallback(api, kept, () => notice(`Where the OSV API did not answer, ${kept.describe()} was asked instead.`));
}
function databaseSource({ database, offline }, place) {
    return createDatabaseSource(databases(database, offline, place));
}
function databases(database, offline, place) {
    const { env, notice, http, trustCache } = place;
    const now = new Date();
    if (database !== undefined && !isAddress(database))
        return folderDatabases({ folder: checkedFolder(database, place), notice, now });
    const folder = userDatabaseFolder(env);
    if (folder === undefined)
        throw new host/* ConfigurationError */.j("osv-database: there is no home directory to keep databases in. Name a folder");
    if (offline)
        return folderDatabases({ folder, notice, now });
    const shared = actionsCache({ env, notice });
    const mirror = database === undefined ? {} : { base: database.replace(/\/+$/, "") };
    return fetchedDatabases({
        folder,
        notice,
        now,
        http,
        trustCache,
        ...mirror,
        ...(shared === undefined ? {} : { shared }),
    });
}
/** Records are kept on laptops only: in a job the next run does not see them, or could not trust them. */
function isLaptop({ env, trustCache }) {
    return trustCache && !env["CI"];
}
function isAddress(value) {
    return /^https?:\/\//i.test(value);
}
/** A folder that git tracks is one that a change can write: it could leave out what the change is not to be seen with. */
function checkedFolder(folder, { workspace }) {
    if (!(0,external_node_fs_.existsSync)(folder) || !(0,external_node_fs_.statSync)(folder).isDirectory())
        throw new host/* ConfigurationError */.j(`osv-database: there is no folder ${folder}. It holds OSV's files as PyPI/all.zip`);
    const path = displayed((0,external_node_fs_.realpathSync)(folder), workspace.root);
    const tracked = (0,external_node_path_.isAbsolute)(path) ? [] : (workspace.git?.names(["ls-files", "-z", "--", path]) ?? []);
    if (tracked.length > 0)
        throw new host/* ConfigurationError */.j(`osv-database: git tracks files in ${folder}, so a change could leave advisories out. Keep it outside of the repository`);
    return folder;
}

;// CONCATENATED MODULE: ./src/lockfiles/manifest-value.ts
/** The parser bounds the depth. Of two members of one name the last counts, as for those who read it. */
function ofJson(node) {
    if (node.kind === "scalar")
        return node.value;
    if (node.kind === "array")
        return node.items.map(ofJson);
    return new Map(node.members.map(({ key, value }) => [key, ofJson(value)]));
}
function ofToml(value) {
    if (Array.isArray(value))
        return value.map(ofToml);
    if (value instanceof Date)
        return value.toISOString();
    if (typeof value === "object")
        return new Map(Object.entries(value).map(([key, each]) => [key, ofToml(each)]));
    return value;
}
/** What stands at some paths, each under its own; what is not there is left out. */
function pick(root, paths) {
    const picked = new Map();
    for (const path of paths)
        for (const [found, value] of manifest_value_at(root, path))
            picked.set(JSON.stringify(found), value);
    return picked;
}
function manifest_value_at(root, path) {
    let places = [[[], root]];
    for (const key of path)
        places = places.flatMap(([above, value]) => {
            if (!(value instanceof Map))
                return [];
            const members = value;
            if (key === "*")
                return [...members].map(([name, each]) => [[...above, name], each]);
            const found = members.get(key);
            return found === undefined ? [] : [[[...above, key], found]];
        });
    return places;
}
/** Lists in which the first goes before the others; the order of dependencies says nothing. */
const ORDERED = /(?:channels|source|index|extra-index-url|repositories)"?\]?$/;
/** One text for what means the same: keys in order, lists of texts too, without space and empty tables. */
function canonical(value, key = "") {
    if (typeof value === "string")
        return JSON.stringify(value.replace(/\s+/g, ""));
    if (Array.isArray(value)) {
        const items = value.map((each) => canonical(each));
        return `[${(ORDERED.test(key) ? items : items.sort()).join(",")}]`;
    }
    if (value instanceof Map) {
        const members = [...value]
            .map(([name, each]) => [name, canonical(each, name)])
            .filter(([, each]) => each !== "{}" && each !== "[]")
            .map(([name, each]) => `${JSON.stringify(name)}:${each}`);
        return `{${members.sort().join(",")}}`;
    }
    return String(value);
}

;// CONCATENATED MODULE: ./src/lockfiles/manifests.ts




const PYTHON_LOCKS = ["uv.lock", "poetry.lock", "pdm.lock", "pixi.lock", "pylock.toml", "pylock.*.toml"];
const NODE_LOCKS = ["package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock"];
const CONDA_LOCKS = ["conda-lock.yml", "conda-lock.yaml", "*.conda-lock.yml"];
/** `a.b` is a path of keys, and `*` any key. What changes the lock is here, and nothing else. */
const paths = (...dotted) => dotted.map((each) => each.split("."));
const PACKAGE_JSON = paths("dependencies", "devDependencies", "optionalDependencies", "peerDependencies", "peerDependenciesMeta", "bundleDependencies", "bundledDependencies", "overrides", "resolutions", "workspaces", "catalog", "catalogs", "pnpm.overrides", "pnpm.packageExtensions", "pnpm.patchedDependencies");
const PIXI = [
    "dependencies",
    "host-dependencies",
    "build-dependencies",
    "pypi-dependencies",
    "pypi-options",
    "system-requirements",
    "feature",
    "target",
    "environments",
    "workspace.channels",
    "workspace.platforms",
    "project.channels",
    "project.platforms",
];
const PYPROJECT = paths("project.dependencies", "project.optional-dependencies", "project.requires-python", "dependency-groups", "tool.poetry.dependencies", "tool.poetry.dev-dependencies", "tool.poetry.group.*.dependencies", "tool.poetry.extras", "tool.poetry.source", "tool.uv.sources", "tool.uv.dev-dependencies", "tool.uv.constraint-dependencies", "tool.uv.override-dependencies", "tool.uv.exclude-dependencies", "tool.uv.environments", "tool.uv.required-environments", "tool.uv.conflicts", "tool.uv.index", "tool.uv.index-url", "tool.uv.extra-index-url", "tool.uv.prerelease", "tool.uv.resolution", "tool.uv.workspace", "tool.pdm.dev-dependencies", "tool.pdm.source", "tool.pdm.resolution", ...PIXI.map((each) => `tool.pixi.${each}`));
const CARGO_KINDS = [
    "dependencies",
    "dev-dependencies",
    "dev_dependencies",
    "build-dependencies",
    "build_dependencies",
];
const CARGO = paths(...CARGO_KINDS, ...CARGO_KINDS.map((each) => `target.*.${each}`), "workspace.dependencies", "workspace.members", "workspace.exclude", "patch", "replace");
const COMPOSER = paths("require", "require-dev", "conflict", "replace", "provide", "repositories", "minimum-stability", "prefer-stable", "config.platform");
/** Everything but what has no part in the lock; groups are tables of any name. */
const PIPFILE_OTHER = new Set(["scripts", "pipenv"]);
const MANIFESTS = [
    { name: /^package\.json$/, locks: () => NODE_LOCKS, part: fromJson(PACKAGE_JSON) },
    { name: /^pyproject\.toml$/, locks: () => PYTHON_LOCKS, part: fromToml(PYPROJECT) },
    { name: /^Pipfile$/, locks: () => ["Pipfile.lock"], part: pipfile },
    { name: /^Cargo\.toml$/, locks: () => ["Cargo.lock"], part: fromToml(CARGO) },
    {
        name: /^(?:Gemfile|gems\.rb)$/,
        locks: (name) => [name === "Gemfile" ? "Gemfile.lock" : "gems.locked"],
        part: manifests_ruby,
    },
    { name: /^composer\.json$/, locks: () => ["composer.lock"], part: fromJson(COMPOSER) },
    { name: /requirements[^/]*\.in$/, locks: (name) => [name.replace(/in$/, "txt")], part: requirementsIn },
    { name: /^pixi\.toml$/, locks: () => ["pixi.lock"], part: fromToml(paths(...PIXI)) },
    { name: /^environment\.ya?ml$/, locks: () => CONDA_LOCKS, part: environment },
    { name: /^go\.mod$/, locks: () => ["go.sum"], part: manifests_goMod },
];
/**
 * The locks of a manifest among the names that stand beside it. Where no names are given: those it could have, so that an
 * empty answer says that `path` is no manifest.
 */
function locksOf(path, siblings) {
    const name = baseOf(path);
    const locks = manifestOf(name)?.locks(name) ?? [];
    if (siblings.length === 0)
        return locks;
    return siblings.filter((sibling) => locks.some((lock) => matches(lock, sibling)));
}
/**
 * What a manifest says of dependencies, so that two versions of it can be compared: the same text where only other things
 * have changed, or the order and spelling of the same. Undefined where `path` is no manifest, or cannot be read.
 */
function dependencyPartOf(path, text) {
    try {
        return manifestOf(baseOf(path))?.part(text);
    }
    catch {
        // It is looked at as a lockfile or a model's file where it is one; here it only says nothing.
        return undefined;
    }
}
function manifestOf(name) {
    return MANIFESTS.find((each) => each.name.test(name));
}
function baseOf(path) {
    return path.slice(path.lastIndexOf("/") + 1).slice(0, 300);
}
function matches(lock, name) {
    const [before, after] = lock.split("*");
    return after === undefined
        ? name === lock
        : name.length > before.length + after.length && name.startsWith(before) && name.endsWith(after);
}
/** Values of one manifest. CWE-770. */
const manifests_MAX_VALUES = 500_000;
function fromJson(wanted) {
    return (text) => canonical(pick(ofJson((0,json/* parseJson */.qF)(text, manifests_MAX_VALUES)), wanted));
}
function fromToml(wanted) {
    return (text) => canonical(pick(ofToml(parseToml(text).root), wanted));
}
function pipfile(text) {
    const root = ofToml(parseToml(text).root);
    return root instanceof Map ? canonical(new Map([...root].filter(([key]) => !PIPFILE_OTHER.has(key)))) : "";
}
function environment(text) {
    const [root] = parseFastYaml(text);
    return canonical(pick(root === undefined ? null : ofJson(root), paths("channels", "dependencies", "platforms")));
}
/** It is a program: all of it counts but lines of comment. */
function manifests_ruby(text) {
    return meaningful(text, (line) => (line.startsWith("#") ? "" : line)).join("\n");
}
function requirementsIn(text) {
    return meaningful(text, (line) => line.replace(/(?:^|[ \t])#[^]*$/, "").replace(/[ \t]+/g, "")).join("\n");
}
/** Without comments (`// indirect` among them), in order of names: `require` and its like, in lines or blocks. */
function manifests_goMod(text) {
    let block = "";
    const lines = meaningful(text, (line) => line
        .replace(/\/\/[^]*$/, "")
        .trim()
        .replace(/[ \t]+/g, " ")).flatMap((line) => {
        const opening = /^(\w+) ?\($/.exec(line)?.[1];
        if (opening !== undefined || line === ")") {
            block = opening ?? "";
            return [];
        }
        return [block === "" ? line : `${block} ${line}`];
    });
    return lines
        .filter((line) => /^(?:require|replace|exclude|go|toolchain|tool) /.test(line))
        .sort()
        .join("\n");
}
function meaningful(text, read) {
    return text
        .split("\n")
        .map((line) => read(line.trim()).trim())
        .filter((line) => line !== "");
}

;// CONCATENATED MODULE: ./src/app/audit/stale-locks.ts



/** Manifests whose dependencies this change touches, while the lock beside them stays as it was. */
function staleLocks({ git, root }, { base, files, changedPaths }) {
    if (git === undefined || base === undefined)
        return [];
    return files.flatMap(({ path, absolute, size, sameAsBase }) => {
        if (sameAsBase || locksOf(path, []).length === 0)
            return [];
        const beside = contextOnDisk(root, path).siblings();
        const directory = external_node_path_.posix.dirname(path);
        const locks = locksOf(path, beside);
        const unchanged = locks.filter((lock) => !changedPaths.has(external_node_path_.posix.join(directory, lock)));
        if (unchanged.length === 0 || unchanged.length < locks.length)
            return [];
        const now = readLockfileText(absolute, size);
        const before = git.show(base, path, MAX_LOCKFILE_BYTES);
        if (!("text" in now) || before === undefined)
            return [];
        if (dependencyPartOf(path, now.text) === dependencyPartOf(path, decodeText(before)))
            return [];
        const at = { path, inside: [], line: 1 };
        return [{ kind: "lockfile", at, lockfile: { kind: "stale", lockfile: external_node_path_.posix.join(directory, unchanged[0]) } }];
    });
}

;// CONCATENATED MODULE: ./src/app/audit/run-audit.ts













/** Audits what is selected; the source of advisories is opened only where there is something to look up. */
async function runAudit(run) {
    const { workspace, selection, request } = run;
    const selected = lockfilesOf(workspace, selection.files, run.named);
    const lockfiles = [
        ...selected,
        ...includingLockfiles(workspace, selection, selected),
        ...request.sboms.map((file) => namedInventory(file, workspace)),
        ...request.environments.map((directory) => installedPackages(directory, workspace)),
    ];
    const subjects = [...absentLockfiles(selection), ...staleLocks(workspace, selection)];
    const ignored = osvScannerIgnores(lockfiles, run);
    const context = packageContext(run, ignored.ignores);
    const opened = openSource(request, run);
    const annotate = annotator(request);
    try {
        return await auditLockfiles({
            lockfiles,
            base: lockfilesInBase(workspace, selection, lockfiles),
            subjects,
            source: opened.source,
            rules: rules/* RULES */.y,
            context,
            notices: () => [...ignored.notices, ...opened.notices()],
            ...(annotate === undefined ? {} : { annotate }),
        });
    }
    finally {
        await opened.close();
    }
}
/** What the rules may ask about packages, beside what they may ask anyway. */
function packageContext({ context, policy, today, workspace }, ignores) {
    let pickled;
    return {
        ...context,
        ignoresFlaw: flawIgnorer([...policyIgnores(policy), ...ignores], today),
        unknownSeverity: policy.dependencies.unknownSeverity,
        pickledModels: () => (pickled ??= countPickledModels(workspace)),
    };
}
/** Bytes of CISA's list and of FIRST's. They have some 1.5 and 20 MB; JSON takes many times as much when it is read. CWE-770. */
const MAX_KEV_BYTES = 32 * 1024 ** 2;
const MAX_EPSS_BYTES = 128 * 1024 ** 2;
function annotator({ kev, epss }) {
    if (kev === undefined && epss === undefined)
        return undefined;
    const lists = {
        ...(kev === undefined ? {} : { known: run_audit_read("kev", kev, MAX_KEV_BYTES, readKnownExploited) }),
        ...(epss === undefined ? {} : { epss: run_audit_read("epss", epss, MAX_EPSS_BYTES, readEpss) }),
    };
    return (facts) => ({
        ...facts,
        flaws: facts.flaws.map((flaw) => ({ ...flaw, ...exploitation(flaw, lists) })),
    });
}
function run_audit_read(what, path, mostBytes, parse) {
    try {
        if ((0,external_node_fs_.statSync)(path).size > mostBytes)
            throw new Error(`it has more than ${mostBytes} bytes`);
        return parse((0,external_node_fs_.readFileSync)(path, "utf8"));
    }
    catch (error) {
        throw new host/* ConfigurationError */.j(`${what}: ${path} cannot be read: ${error.message}`);
    }
}


/***/ })

};
;