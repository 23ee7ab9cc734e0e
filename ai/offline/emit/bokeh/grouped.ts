import type { Module } from '../../file.ts'
import { block, call, keywords, options, prefix } from '../../layout.ts'
import type { Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { axisTitles, groupedValues, titlesOf, WIDE } from '../amounts.ts'
import { complete, label, PALETTE_CONSTANT } from '../common.ts'
import { categoryEnd, colored, legend, makeFigure, numberTip } from './module.ts'

/** Bars of the groups beside each other. */
export function groupedBars(plan: Plan<'grouped-bar'>): Module {
  const { horizontal } = plan
  const [draw, along, end, size] = horizontal
    ? ['fig.hbar', 'y', 'right', 'height']
    : ['fig.vbar', 'x', 'top', 'width']
  const place = call('dodge', ['"category"', 'offset', `range=fig.${along}_range`])
  const looks = {
    [end]: '"value"',
    [size]: '0.92 * part',
    source: 'source',
    color: 'PALETTE[i % len(PALETTE)]',
  }
  const module = chart(plan, '(min(0, 1.05 * bars.min()), max(0, 1.05 * bars.max()))', [
    'layers = []',
    'part = 0.8 / len(groups)',
    block('for i, entry in enumerate(groups)', [
      `offset = ${horizontal ? '((len(groups) - 1) / 2 - i)' : '(i - (len(groups) - 1) / 2)'} * part`,
      prefix('source = ', call('ColumnDataSource', [columnsOf('table[entry]')])),
      prefix('glyphs = ', call(draw, [prefix(`${along}=`, place), ...keywords(looks)])),
      'layers.append((entry, [glyphs]))',
    ]),
  ])
  return { ...module, imports: [...module.imports, 'from bokeh.transform import dodge'] }
}

/** Bars of the groups on top of each other. */
export function stackedBars(plan: Plan<'stacked-bar'>): Module {
  const { horizontal } = plan
  const [draw, along, size] = horizontal ? ['fig.hbar', 'y', 'height'] : ['fig.vbar', 'x', 'width']
  const [base, end] = horizontal ? ['left', 'right'] : ['bottom', 'top']
  const columns = options({
    category: 'names',
    group: '[entry] * len(names)',
    value: 'table[entry]',
    start: 'reach',
    end: 'reach + table[entry]',
  })
  const looks = {
    [along]: '"category"',
    [base]: '"start"',
    [end]: '"end"',
    [size]: '0.7',
    source: 'source',
    color: 'PALETTE[i % len(PALETTE)]',
  }
  return chart(plan, '(0, 1.05 * table.sum(axis=1).max())', [
    'layers = []',
    'reach = pd.Series(0.0, index=names)',
    block('for i, entry in enumerate(groups)', [
      prefix('source = ', call('ColumnDataSource', [columns])),
      prefix('glyphs = ', call(draw, keywords(looks))),
      'layers.append((entry, [glyphs]))',
      'reach = reach + table[entry]',
    ]),
  ])
}

function columnsOf(values: string) {
  return options({ category: 'names', group: '[entry] * len(names)', value: values })
}

function chart(plan: Plan<'grouped-bar' | 'stacked-bar'>, range: string, bars: readonly Statement[]): Module {
  const { roles, horizontal } = plan
  const [names, numbers] = titlesOf(roles)
  const [x, y] = axisTitles(plan, names, numbers)
  const stacked = plan.type === 'stacked-bar'
  return colored(plan, {
    constants: [PALETTE_CONSTANT],
    body: [
      ...complete(roles),
      ...groupedValues(plan),
      WIDE,
      ...(stacked ? ['table = table.fillna(0)'] : []),
      '# Bars start at zero, also where some are negative.',
      prefix('ends = ', range),
      makeFigure([x, y], {
        x_range: horizontal ? 'ends' : 'names',
        y_range: horizontal ? 'names[::-1]' : 'ends',
      }),
      ...bars,
      ...legend(plan, roles.color),
      ...categoryEnd(plan, names, [`(${label(roles.color.name)}, "@group")`, numberTip(numbers, 'value')]),
    ],
  })
}
