import { SIZES } from '../../design.ts'
import type { Module } from '../../file.ts'
import { block, call, chain, keywords, list, prefix, suffix } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { SLOPE_CONSTANTS, SLOPE_GAP, SLOPE_LONG, slopeSides, slopeTable, spreadHelper } from '../amounts.ts'
import { complete, textColor } from '../common.ts'
import { label, layered, tip, titled } from './module.ts'

/** One line per series between the moments, named at both ends. */
export function slopes(plan: Plan<'slope'>): Module {
  const { roles } = plan
  const [moment, value] = [label(roles.x.name), label(roles.y.name)]
  const place = suffix(call('alt.X', ['"moment:N"', titled(moment), 'sort=moments']), '.scale(padding=0.6)')
  const encoded = {
    x: place,
    y: suffix(call('alt.Y', ['"value:Q"', titled(value)]), '.scale(zero=False)'),
    detail: '"series:N"',
    color: 'alt.Color("trend:N", scale=colors, legend=None)',
    tooltip: list([
      tip('"series:N"', label(roles.series.name)),
      tip('"moment:N"', moment),
      tip('"value:Q"', value),
    ]),
  }
  const looks = { fontSize: String(SIZES.tick), color: textColor(plan), align: 'align', dx: 'reach' }
  const texts = chain([
    'alt.Chart(labels)',
    call('.mark_text', keywords(looks)),
    '.encode(x=alt.X("moment:N", sort=moments), y="value:Q", text="text:N")',
  ])
  const module = layered(plan, SLOPE_CONSTANTS, [
    ...complete(roles),
    ...slopeTable(plan),
    ...SLOPE_LONG,
    'colors = alt.Scale(domain=["rise", "fall"], range=[RISE, FALL])',
    prefix(
      'layers = ',
      list([
        chain([
          'alt.Chart(lines)',
          '.mark_line(strokeWidth=2, point={"filled": True, "size": 60})',
          call('.encode', keywords(encoded)),
        ]),
      ]),
    ),
    SLOPE_GAP,
    slopeSides('10'),
    block('for moment, reach, align in sides', [
      'places = _spread(table[moment].dropna(), gap)',
      'words = [f"{key}  {table.loc[key, moment]:,.10g}" for key in places.index]',
      'labels = pd.DataFrame({"moment": moment, "value": places, "text": words})',
      prefix('texts = ', texts),
      'layers.append(texts)',
    ]),
    'chart = alt.layer(*layers, title=TITLE, width=800, height=450)',
    'return _style(chart)',
  ])
  return {
    ...module,
    imports: ['import numpy as np', ...module.imports],
    helpers: [spreadHelper(), ...module.helpers],
  }
}
