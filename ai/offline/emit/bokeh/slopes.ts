import { SIZES } from '../../design.ts'
import type { Module } from '../../file.ts'
import { block, call, keywords, list, options, prefix } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { SLOPE_CONSTANTS, SLOPE_GAP, slopeSides, slopeTable, spreadHelper } from '../amounts.ts'
import { complete, label, textColor } from '../common.ts'
import { colored, makeFigure, NUMBERS, numberTip } from './module.ts'

/** One line per series between the moments, named at both ends. */
export function slopes(plan: Plan<'slope'>): Module {
  const { roles } = plan
  const titles = [label(roles.x.name), label(roles.y.name)] as const
  const places = options({ moment: 'moments', value: 'row', series: '[key] * len(moments)' })
  const text = {
    x: '[(moment, reach)]',
    y: '[place]',
    text: '[words]',
    text_align: 'align',
    text_baseline: '"middle"',
    text_color: textColor(plan),
    text_font_size: `"${SIZES.tick}px"`,
  }
  const tips = list([
    `(${label(roles.series.name)}, "@series")`,
    `(${titles[0]}, "@moment")`,
    numberTip(titles[1], 'value'),
  ])
  const body = [
    ...complete(roles),
    ...slopeTable(plan),
    'room = 0.1 * (table.max(axis=None) - table.min(axis=None))',
    makeFigure(titles, {
      x_range: 'FactorRange(*moments, range_padding=0.1)',
      y_range: '(table.min(axis=None) - room, table.max(axis=None) + room)',
    }),
    block('for key, row in table.iterrows()', [
      'hue = RISE if row[moments[-1]] >= row[moments[0]] else FALL',
      prefix('source = ', call('ColumnDataSource', [places])),
      'fig.line("moment", "value", source=source, color=hue, line_width=2)',
      'fig.scatter("moment", "value", source=source, color=hue, size=8)',
    ]),
    SLOPE_GAP,
    slopeSides('0.03'),
    block('for moment, reach, align in sides', [
      block('for key, place in _spread(table[moment].dropna(), gap).items()', [
        'words = f"{key}  {table.loc[key, moment]:,.10g}"',
        call('fig.text', keywords(text)),
      ]),
    ]),
    prefix('tips = ', tips),
    'fig.add_tools(HoverTool(tooltips=tips))',
    `fig.yaxis.formatter = NumeralTickFormatter(format=${NUMBERS})`,
    '_style(fig)',
    'return fig',
  ]
  const module = colored(plan, { constants: SLOPE_CONSTANTS, body, models: ['FactorRange'] })
  return {
    ...module,
    imports: ['import numpy as np', ...module.imports],
    helpers: [spreadHelper(), ...module.helpers],
  }
}
