import { chartRules } from './charts.ts'
import { Library } from './plot.schema.ts'
import type { Spec } from './plot.schema.ts'
import { normaliseTags, tagFacts } from './tags.ts'
import { TAG_REGISTRY } from './tag-registry.ts'
import type { TagFact } from './tags.schema.ts'

/** What a spec says of its plot: its own tags, those of its words and slots, and tags the registry does not have. */
export function specTags(spec: Spec): readonly TagFact[] {
  const { tags, proposed } = normaliseTags(spec.tags)
  const own = Object.values(tags)
    .flat()
    .flatMap((slug) => fact(slug, 'spec', 'listed in the spec'))
  const unknown = proposed.map(({ slug, dimension }) => ({
    slug,
    dimension,
    source: 'proposed' as const,
    holds: true,
    evidence: 'listed in the spec, not in the registry',
  }))
  return oncePerTag([...own, ...unknown, ...chartTags(spec), ...wordTags(spec)])
}

/** What the code of an implementation says of it: its imports and the calls it makes. */
export function codeTags(code: string, library: Library): readonly TagFact[] {
  const bare = withoutTexts(code)
  const calls = CALLS.flatMap(([slug, pattern]) => {
    const found = pattern.exec(bare)?.[0]
    return found === undefined ? [] : fact(slug, 'extracted', `code: ${found.trim()}`)
  })
  return oncePerTag([...importTags(bare, library), ...calls])
}

function fact(slug: string, source: TagFact['source'], evidence: string): readonly TagFact[] {
  return tagFacts(slug, { source, holds: true, evidence })
}

/** The first that says something of a tag is heard: a spec's own list goes before what is read out of its words. */
function oncePerTag(facts: readonly TagFact[]): readonly TagFact[] {
  const first = new Map(facts.toReversed().map((each) => [each.slug, each]))
  return [...first.values()].sort((a, b) => (a.slug < b.slug ? -1 : 1))
}

function chartTags({ chart, data, sample }: Spec): readonly TagFact[] {
  const mapped = data.filter(({ name }) => sample.columns[name] !== undefined)
  const typed = (type: string) => mapped.find(({ types }) => types.some((each) => each === type))
  const temporal = mapped.find(({ types }) => types.includes('temporal') && !types.includes('quantitative'))
  const color = mapped.find(({ name }) => name === 'color')
  const said = [
    [chart.type, `chart.type: ${chart.type}`],
    ['aggregation', chart.aggregate && `chart.aggregate: ${chart.aggregate}`],
    ['binning', chart.bins && `chart.bins: ${chart.bins}`],
    ['horizontal', chart.orientation === 'horizontal' && 'chart.orientation: horizontal'],
    ['ranking', chart.sort && chart.sort !== 'data' && `chart.sort: ${chart.sort}`],
    ['time-series', temporal && chartRules(chart.type).ordered && `slot ${temporal.name}: temporal`],
    ['color-by-group', color && typed('nominal') && 'slot color'],
  ] as const
  return said.flatMap(([slug, evidence]) => (evidence ? fact(slug, 'extracted', evidence) : []))
}

/** Dimensions whose tags are read out of prose. What is drawn, and what holds, is not believed because it is said. */
const PROSE = ['technical', 'domain', 'capability']

/** Words that mean something else in prose as often as not. */
const AMBIGUOUS: ReadonlySet<string> = new Set(
  'area bar change flow general group interval key line parallel pattern power range school share spread step strip stem summary'.split(
    ' ',
  ),
)

function wordTags({ title, description, requirements, sample }: Spec): readonly TagFact[] {
  const texts = [
    ['title', title],
    ['description', description],
    ...Object.values(requirements)
      .flat()
      .map((line) => ['requirements', line] as const),
    ['sample', Object.values(sample.columns).join(' ').replaceAll('_', ' ')],
  ] as const
  return READABLE.flatMap(({ slug, pattern }) => {
    for (const [where, text] of texts) {
      const word = pattern.exec(text)?.[0]
      if (word !== undefined) return fact(slug, 'extracted', `${where}: ${word}`)
    }
    return []
  })
}

/** Each tag that prose can name, with a pattern of its spellings as words. */
const READABLE = TAG_REGISTRY.filter((tag) => PROSE.includes(tag.dimension) && tag.detector === undefined)
  .map(({ slug, synonyms }) => ({
    slug,
    words: [slug, ...synonyms]
      .filter((name) => !AMBIGUOUS.has(name))
      .map((name) => name.replaceAll('-', '[ -]')),
  }))
  .filter(({ words }) => words.length > 0)
  .map(({ slug, words }) => ({ slug, pattern: new RegExp(`\\b(?:${words.join('|')})s?\\b`, 'i') }))

const CALLS = [
  ['annotation', /\.annotate\(|\badd_annotation\(/],
  [
    'faceting',
    /\bmake_subplots\(|\.subplots\((?=\s*(?:[2-9]|nrows|ncols))|\.facet\(|\bFacetGrid\(|\bgridplot\(/,
  ],
  ['hexbin', /\.hexbin\(/],
  ['regression', /\bpolyfit\(|\blinregress\(|\bregplot\(|\btransform_regression\(/],
  ['density', /\bgaussian_kde\(|\bkdeplot\(|\btransform_density\(/],
  ['aggregation', /\.agg\(|\.pivot_table\(|\btransform_aggregate\(/],
  ['quartiles', /\.quantile\(/],
  ['transparency', /\b(?:fill_)?(?:alpha|opacity)\s*=(?!\s*1\b(?!\.))/],
] as const satisfies readonly (readonly [string, RegExp])[]

const IMPORT = /^[ \t]*(?:from|import)[ \t]+([a-zA-Z_]\w*)/gm

/** What an environment has besides pandas and Python itself; nothing else can be imported there. */
const EXTRA: ReadonlySet<string> = new Set(['numpy', 'scipy', ...Library.options])

function importTags(code: string, library: Library): readonly TagFact[] {
  const modules = new Set([...code.matchAll(IMPORT)].map(([, name = '']) => name))
  // seaborn draws with matplotlib.
  const own = library === 'seaborn' ? ['seaborn', 'matplotlib'] : [library]
  const extra = [...modules].filter((name) => EXTRA.has(name) && !own.includes(name))
  if (extra.length === 0)
    return fact('pandas-only', 'extracted', `code: imports ${[...modules].sort().join(', ')}`)
  return extra.flatMap((name) =>
    name === 'numpy' || name === 'scipy' ? fact(`needs-${name}`, 'extracted', `code: import ${name}`) : [],
  )
}

/** Comments and texts taken out: what a text says is not what the code does. */
function withoutTexts(code: string): string {
  return code
    .replace(/("""|''')[\s\S]*?\1/g, '""')
    .replace(/"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g, '""')
    .replace(/#[^\n]*/g, '')
}
