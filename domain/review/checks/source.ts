import { failed, listed, notMeasured, number, passed, shown } from '../check.ts'
import type { Check } from '../check.ts'
import { deadCodeIn } from '../dead-code.ts'
import { CODE_LINES_MAX, EMBEDDED_NUMBERS_MAX } from '../limits.ts'
import { bareCode } from '../python.ts'
import { DEAD_CODE, byRule } from './code.ts'

/** Nothing is imported, named, passed or commented out that is not used, and every line can be reached. */
export const deadCode: Check = {
  name: 'dead-code',
  criterion: 'code_quality',
  points: 1,
  veto: 'never',
  measure: (input) => {
    const unreached = deadCodeIn(input.code).map(({ line, what }) => ({ rule: 'dead', line, message: what }))
    const lint = input.lint && { ...input.lint, problems: [...input.lint.problems, ...unreached] }
    const isOurs = (rule: string) => rule === 'dead' || DEAD_CODE.test(rule)
    return byRule({ lint }, isOurs, 'Everything that is named is used, and every line can be reached.')
  },
}

/** The file can be read in one go. */
export const codeLength: Check = {
  name: 'code-length',
  criterion: 'code_quality',
  points: 1,
  veto: 'never',
  measure: ({ code }) => {
    const lines = code.trimEnd().split('\n').length
    if (lines <= CODE_LINES_MAX) return passed(`${lines} lines.`)
    return shown(failed(`${lines} lines of code; ${CODE_LINES_MAX} are enough for a plot.`), [
      number('lines', lines, CODE_LINES_MAX),
    ])
  },
}

/** Numbers one after another, as a list in brackets. */
const NUMBERS = /(?:-?\d[\d._]*(?:e[+-]?\d+)?\s*,\s*)+-?\d/gi

/** The data comes from outside: no long list of numbers stands in the code. */
export const embeddedData: Check = {
  name: 'embedded-data',
  criterion: 'spec_compliance',
  points: 1,
  veto: 'never',
  measure: ({ code }) => {
    const lists = [...bareCode(code).matchAll(NUMBERS)].map(([list]) => list.split(',').length)
    const longest = Math.max(0, ...lists)
    if (longest <= EMBEDDED_NUMBERS_MAX) return passed('The code holds no data of its own.')
    return shown(
      failed(`A list of ${longest} numbers stands in the code; draw the data that plot() is given.`),
      [number('numbers in a row', longest, EMBEDDED_NUMBERS_MAX)],
    )
  },
}

/** Numbers by chance from generators that were given no seed. */
const CHANCE =
  /\b(?:np|numpy)\.random\.(?!default_rng|seed|Generator|RandomState)\w+\(|(?<!\bnp\.|\bnumpy\.)\brandom\.(?!seed|Random\b)\w+\(|default_rng\(\s*\)|\.sample\((?![^)]*random_state)/

/** Each run draws the same: chance is given a seed. */
export const seeded: Check = {
  name: 'seeded',
  criterion: 'code_quality',
  points: 1,
  veto: 'never',
  measure: ({ code }) => {
    const bare = bareCode(code)
    const found = CHANCE.exec(bare)?.[0]
    if (found === undefined || /\brandom\.seed\(\s*\d/.test(bare)) return passed('Nothing is left to chance.')
    return failed(`${found.replace(/\($/, '')} draws by chance; use numpy.random.default_rng with a seed.`)
  },
}

/** Colour maps that go through the rainbow, by the names that the libraries have for them. */
const RAINBOWS =
  /["'](?:jet|hsv|rainbow|gist_rainbow|gist_ncar|nipy_spectral|prism|flag|turbo|sinebow|spectral|icefire_rainbow|(?:jet|hsv|rainbow|turbo)_r|Turbo256|Rainbow|Jet|HSV|Turbo)["']|\bTurbo256\b|sequential\.(?:Rainbow|Jet|Turbo)\b|\bcm\.(?:jet|hsv|rainbow|turbo|nipy_spectral|gist_rainbow)\b/

/** Colours for amounts go one way in lightness (Borland & Taylor 2007). */
export const colormap: Check = {
  name: 'colormap',
  criterion: 'legibility',
  points: 1,
  veto: 'never',
  measure: ({ code }) => {
    const found = RAINBOWS.exec(bareCode(code))?.[0]
    if (found === undefined) return passed('No rainbow is used for amounts.')
    return failed(`The colour map ${found} goes up and down in lightness; use one like viridis or cividis.`)
  },
}

const DEPTH =
  /projection\s*=\s*["']3d["']|\bmplot3d\b|[sS]catter3d\b|\b(?:scatter|line)_3d\(|go\.(?:Surface|Mesh3d|Scatter3d)\(|\.plot_surface\(|\.bar3d\(/

/** Data of two dimensions is drawn in two (Cleveland & McGill 1984: depth is misread). */
export const noDepth: Check = {
  name: 'no-depth',
  criterion: 'spec_compliance',
  points: 1,
  veto: 'severe',
  measure: ({ code }) => {
    const found = DEPTH.exec(bareCode(code))?.[0]
    if (found === undefined) return passed('It is drawn in two dimensions.')
    return failed(`${found} draws a third dimension that the data does not have; draw it flat.`, 1, true)
  },
}

/** What reaches out of the process; loading a library does not. */
const REACHES_OUT = /^(?:socket|subprocess|pty|urllib|os)\./

/** It tries nothing but drawing: no network, no other process. */
export const staysInside: Check = {
  name: 'stays-inside',
  criterion: 'code_quality',
  points: 1,
  veto: 'severe',
  measure: ({ renders }) => {
    if (renders.length === 0) return notMeasured('It was run on no Python.')
    const tried = [...new Set(renders.flatMap(({ report }) => report.audit))]
    if (tried.length === 0) return passed('It tries nothing but drawing.')
    const outcome = failed(
      `It tries ${listed(tried)}; draw what is given and nothing else.`,
      1,
      tried.some((event) => REACHES_OUT.test(event)),
    )
    return shown(outcome, [number('events', tried.length, 0)])
  },
}

/** Signs of two scales over each other, in the words of each library. */
const TWO_SCALES =
  /\btwin[xy]\(|\bsecondary_[xy](?:axis)?\b|\boverlaying\b|\bextra_[xy]_(?:ranges|scales)\b|\bresolve_scale\([^)]*\b[xy]\s*=\s*["']independent/

/** Small multiples may have scales of their own. */
const SIDE_BY_SIDE = /\.facet\(|\bconcat\(|\b(?:row|column|facet)\s*=/

/** One scale for each direction: two of them suggest what is not there (Isenberg et al. 2011). */
export const oneScale: Check = {
  name: 'one-scale',
  criterion: 'legibility',
  points: 1,
  veto: 'never',
  measure: ({ code }) => {
    const bare = bareCode(code)
    const found = TWO_SCALES.exec(bare)?.[0]
    if (found === undefined || SIDE_BY_SIDE.test(bare)) return passed('Each direction has one scale.')
    return failed(`${found} lays two scales over each other; draw two plots side by side.`)
  },
}
