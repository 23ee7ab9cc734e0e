import type { Module } from '../../file.ts'
import { block, call, keywords, options, prefix } from '../../layout.ts'
import type { Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { SLOPE_CONSTANTS, SLOPE_GAP, SLOPE_LONG, slopeSides, slopeTable, spreadHelper } from '../amounts.ts'
import { complete, label } from '../common.ts'
import { colored, LABELED } from './module.ts'

/** One line per series between the moments, named at both ends. */
export function slopes(plan: Plan<'slope'>): Module {
  const { roles } = plan
  const labels = options({
    series: label(roles.series.name),
    moment: label(roles.x.name),
    value: label(roles.y.name),
  })
  const looks = {
    x: '"moment"',
    y: '"value"',
    line_group: '"series"',
    color: '"trend"',
    color_discrete_map: '{"rise": RISE, "fall": FALL}',
    hover_name: '"series"',
    markers: 'True',
    render_mode: '"svg"',
  }
  const body = [
    ...complete(roles),
    ...slopeTable(plan),
    ...SLOPE_LONG,
    prefix('labels = ', labels),
    prefix('fig = ', call('px.line', ['lines', ...keywords({ ...looks, ...LABELED })])),
    'fig.update_traces(line={"width": 2}, marker={"size": 8}, showlegend=False)',
    ...endLabels(),
    '_style(fig)',
    'room = 0.6 * max(1, len(moments) - 1)',
    'fig.update_yaxes(range=[table.min(axis=None) - gap, table.max(axis=None) + gap])',
    call(
      'fig.update_xaxes',
      keywords({
        type: '"category"',
        categoryorder: '"array"',
        categoryarray: 'moments',
        range: '[-room, len(moments) - 1 + room]',
      }),
    ),
    'return fig',
  ]
  const module = colored(plan, SLOPE_CONSTANTS, body)
  return {
    ...module,
    imports: ['import numpy as np', ...module.imports],
    helpers: [spreadHelper(), ...module.helpers],
  }
}

/** The names and values at both ends; a category axis takes places as numbers. */
function endLabels(): readonly Statement[] {
  const text = {
    x: 'moments.index(moment)',
    y: 'place',
    text: 'words',
    showarrow: 'False',
    xanchor: 'align',
    xshift: 'reach',
  }
  return [
    SLOPE_GAP,
    slopeSides('12'),
    block('for moment, reach, align in sides', [
      block('for key, place in _spread(table[moment].dropna(), gap).items()', [
        'words = f"{key}  {table.loc[key, moment]:,.10g}"',
        call('fig.add_annotation', keywords(text)),
      ]),
    ]),
  ]
}
