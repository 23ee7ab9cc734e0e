import { failed, factsOf, isOutcome, listed, passed } from '../check.ts'
import type { Check } from '../check.ts'
import { bareCode } from '../python.ts'
import type { MeasureInput } from '../measure.schema.ts'

type Library = MeasureInput['library']

const LIBRARIES: readonly Library[] = ['matplotlib', 'seaborn', 'plotly', 'bokeh', 'altair']

/** What a library's code may import beside it. */
const MAY_ALSO: Readonly<Record<Library, readonly Library[]>> = {
  matplotlib: [],
  seaborn: ['matplotlib'],
  plotly: [],
  bokeh: [],
  altair: [],
}

/** Package that the class of a returned figure must come from. */
const FIGURE_PACKAGES: Readonly<Record<Library, string>> = {
  matplotlib: 'matplotlib',
  seaborn: 'matplotlib',
  plotly: 'plotly',
  bokeh: 'bokeh',
  altair: 'altair',
}

/** Functions of seaborn that draw; setting a theme does not. */
const SEABORN_DRAWS = new RegExp(
  '\\.(scatterplot|lineplot|relplot|barplot|countplot|pointplot|boxplot|boxenplot|violinplot|stripplot|swarmplot|' +
    'catplot|histplot|kdeplot|ecdfplot|rugplot|displot|regplot|residplot|lmplot|heatmap|clustermap|jointplot|' +
    'pairplot|FacetGrid|JointGrid|PairGrid|Plot)\\s*\\(',
)

/** The library that was asked for draws the plot. */
export const rightLibrary: Check = {
  name: 'right-library',
  criterion: 'spec_compliance',
  points: 2,
  veto: 'always',
  restsOnFigure: true,
  measure: (input) => {
    const { library } = input
    const code = bareCode(input.code)
    const imported = LIBRARIES.filter((name) => imports(code, name))
    const foreign = imported.filter((name) => name !== library && !MAY_ALSO[library].includes(name))
    if (!imported.includes(library)) return failed(`The code does not import ${library}; draw with it.`)
    if (foreign.length > 0) return failed(`The code imports ${listed(foreign)}; draw with ${library} alone.`)
    if (library === 'seaborn' && !drawsWithSeaborn(code)) {
      return failed('No drawing function of seaborn is called; setting its theme does not draw.')
    }
    const facts = factsOf(input)
    if (isOutcome(facts)) return facts
    const expected = FIGURE_PACKAGES[library]
    if (!facts.figureClass.startsWith(`${expected}.`)) {
      return failed(`plot() returns ${facts.figureClass}; return a figure of ${expected}.`)
    }
    return passed(`It is drawn with ${library}.`)
  },
}

function imports(code: string, library: string): boolean {
  return new RegExp(`^\\s*(import|from)\\s+([\\w.]+(\\s+as\\s+\\w+)?\\s*,\\s*)*${library}\\b`, 'm').test(code)
}

function drawsWithSeaborn(code: string): boolean {
  const names = [...code.matchAll(/import\s+seaborn(?:\.objects)?(?:\s+as\s+(\w+))?/g)].map(
    (found) => found[1] ?? 'seaborn',
  )
  const calls = names.some((name) => new RegExp(`\\b${name}${SEABORN_DRAWS.source}`).test(code))
  const imported = /from\s+seaborn\b[^\n]*\bimport\s+([^\n]+)/.exec(code)?.[1] ?? ''
  return calls || SEABORN_DRAWS.test(`.${imported.split(/[\s,()]+/).join('( .')}(`)
}
