import type { Module } from '../../file.ts'
import { call, keywords, options, prefix } from '../../layout.ts'
import type { Doc, Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { COLOR_CONSTANT, complete, groupsHelper, label, PALETTE_CONSTANT } from '../common.ts'
import { eachGroup, estimable, places, SCOTT, SHARE } from '../curves.ts'
import type { Curves } from '../curves.ts'
import { makeFigure, numberFormats, parts } from './module.ts'
import { legend } from './positions.ts'
import { styleHelper } from './style.ts'

/** Where the values are dense, per group. */
export function density(plan: Plan<'density'>): Module {
  const { value } = plan.roles
  const height = (rows: string) => `gaussian_kde(${rows}[${value.name}])(at)`
  const module = curves(plan, [
    ...complete(plan.roles),
    ...estimable(plan),
    ...places(plan),
    makeFigure([label(value.name), '"Density"'], { x_range: '(least - pad, most + pad)' }),
    ...layers(plan, SCOTT, (rows, paint) => [
      prefix('source = ', call('ColumnDataSource', [options({ x: 'at', y: height(rows) })])),
      line('fig.line', paint, {}),
    ]),
    'fig.y_range.start = 0',
    ...numberFormats(value),
    ...end(plan, '("Density", "@y{0.[000000]}")'),
  ])
  return {
    ...module,
    imports: ['import numpy as np', ...module.imports, 'from scipy.stats import gaussian_kde'],
  }
}

/** Which share of the rows is reached at each value, per group. */
export function ecdf(plan: Plan<'ecdf'>): Module {
  const { value } = plan.roles
  const shares = (rows: string) => `${rows}[${value.name}].value_counts(normalize=True).sort_index().cumsum()`
  const points = options({ x: '[reached.index[0], *reached.index]', y: '[0, *reached]' })
  const formats = numberFormats(value).slice(0, -1)
  return curves(plan, [
    ...complete(plan.roles),
    makeFigure([label(value.name), SHARE], { y_range: '(0, 1.02)' }),
    ...layers(plan, null, (rows, paint) => [
      `reached = ${shares(rows)}`,
      prefix('source = ', call('ColumnDataSource', [points])),
      line('fig.step', paint, { mode: '"after"' }),
    ]),
    'fig.x_range.range_padding = 0.02',
    ...formats,
    'fig.yaxis.formatter = NumeralTickFormatter(format="0%")',
    ...end(plan, `(${SHARE}, "@y{0.0%}")`),
  ])
}

function line(name: string, color: string, own: Readonly<Record<string, Doc>>): Doc {
  const looks = { source: 'source', ...own, line_width: '2', color }
  return call(name, ['"x"', '"y"', ...keywords(looks)])
}

/** Draws a curve per group; the second of the statements is the call that draws it. */
function layers(
  plan: Curves,
  note: string | null,
  draw: (rows: string, paint: string) => readonly [...Statement[], Doc],
): readonly Statement[] {
  const grouped = plan.roles.color !== null
  const drawn = eachGroup(plan, (rows, paint) => {
    const statements = draw(rows, paint)
    const glyph = statements.at(-1)
    if (!grouped || glyph === undefined || (typeof glyph === 'object' && glyph.kind === 'block'))
      return statements
    return [...statements.slice(0, -1), prefix('glyphs = ', glyph), 'layers.append((legend_name, [glyphs]))']
  })
  return [...(grouped ? ['layers = []'] : []), ...(note === null ? [] : [note]), ...drawn]
}

function end(plan: Curves, share: string): readonly Statement[] {
  const { value } = plan.roles
  return [
    ...legend(plan),
    prefix('tips = ', `[(${label(value.name)}, "@x{0,0.[000]}"), ${share}]`),
    'fig.add_tools(HoverTool(tooltips=tips))',
    '_style(fig)',
    'return fig',
  ]
}

function curves(plan: Curves, body: readonly Statement[]): Module {
  const grouped = plan.roles.color !== null
  const models = [
    'ColumnDataSource',
    'HoverTool',
    ...(grouped ? ['Legend'] : []),
    'NumeralTickFormatter',
    'Spacer',
  ]
  return {
    ...parts(plan, body, models),
    constants: [grouped ? PALETTE_CONSTANT : COLOR_CONSTANT],
    helpers: [...(grouped ? [groupsHelper()] : []), styleHelper(plan)],
  }
}
