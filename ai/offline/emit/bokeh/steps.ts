import { SIZES } from '../../design.ts'
import type { Module } from '../../file.ts'
import { call, keywords, prefix } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { axisTitles, STEP_CONSTANTS, STEP_TEXTS, stepTable, titlesOf } from '../amounts.ts'
import { complete, textColor } from '../common.ts'
import { categoryEnd, colored, makeFigure } from './module.ts'

/** Each step from where the one before it ends, and the total. */
export function steps(plan: Plan<'waterfall'>): Module {
  const { horizontal } = plan
  const [names, numbers] = titlesOf(plan.roles)
  const [draw, along, size] = horizontal ? ['fig.hbar', 'y', 'height'] : ['fig.vbar', 'x', 'width']
  const [base, end] = horizontal ? ['left', 'right'] : ['bottom', 'top']
  const kinds = call('factor_cmap', [
    '"kind"',
    ...keywords({ palette: 'list(COLORS.values())', factors: 'list(COLORS)' }),
  ])
  const looks = { [along]: '"category"', [base]: '"start"', [end]: '"end"', [size]: '0.7' }
  const text = {
    x: horizontal ? '"edge"' : '"category"',
    y: horizontal ? '"category"' : '"edge"',
    text: '"text"',
    source: 'source',
    ...(horizontal
      ? { x_offset: '6', text_baseline: '"middle"' }
      : { y_offset: '-4', text_align: '"center"' }),
    text_color: textColor(plan),
    text_font_size: `"${SIZES.tick}px"`,
  }
  const body = [
    ...complete(plan.roles),
    ...stepTable(plan),
    ...STEP_TEXTS,
    'table["edge"] = table[["start", "end"]].max(axis=1)',
    'source = ColumnDataSource(table)',
    'names = list(table["category"])',
    'least, most = min(0, table["end"].min()), max(0, table["end"].max())',
    'room = 0.12 * (most - least)',
    'reach = (least - room * (least < 0), most + room)',
    makeFigure(axisTitles(plan, names, numbers), {
      x_range: horizontal ? 'reach' : 'names',
      y_range: horizontal ? 'names[::-1]' : 'reach',
    }),
    call(draw, [
      ...keywords({ ...looks, source: 'source', line_color: 'None' }),
      prefix('fill_color=', kinds),
    ]),
    call('fig.text', keywords(text)),
    ...categoryEnd(plan, names, [`(${numbers}, "@text")`]),
  ]
  const module = colored(plan, { constants: STEP_CONSTANTS, body })
  return { ...module, imports: [...module.imports, 'from bokeh.transform import factor_cmap'] }
}
