import type { Module } from '../../file.ts'
import { block, call, keywords, list, options, prefix, suffix } from '../../layout.ts'
import type { Statement } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { asNames, COLOR_CONSTANT, complete, PALETTE_CONSTANT } from '../common.ts'
import { BUBBLE_OPACITY, BUBBLE_PX, KEY_COLOR, keysHelper, largestFirst } from '../sizes.ts'
import { tip, label, titled, chartOf, parts } from './module.ts'
import { positionStatements } from './positions.ts'

/** One bubble per row. */
export function bubbles(plan: Plan<'bubble'>): Module {
  const { roles } = plan
  const { x, y, size, color } = roles
  const columns = { x: `frame[${x.name}]`, y: `frame[${y.name}]`, size: `frame[${size.name}].clip(lower=0)` }
  const mark = call('.mark_circle', [...keywords({ opacity: BUBBLE_OPACITY, color: 'COLOR' })])
  const upright = call('alt.Y', ['"y:Q"', titled(label(y.name))])
  const tips = [tip('"x"', label(x.name)), tip('"y"', label(y.name)), tip('"size"', label(size.name))]
  const body = [
    ...complete(roles),
    ...largestFirst(size),
    prefix('table = ', call('pd.DataFrame', [options(columns)])),
    ...optionally(plan, (name) => [`table["color"] = ${asNames(`frame[${name}]`)}`]),
    ...positionStatements(x, ''),
    ...sizeStatements(size.name),
    chartOf(mark, {
      x: `place.title(${label(x.name)})`,
      y: suffix(upright, '.scale(zero=False)'),
      size: 'area',
      tooltip: list(tips),
    }),
    ...optionally(plan, colored),
    'return _style(chart)',
  ]
  const shared = parts(plan, body)
  return {
    ...shared,
    standardImports: [...shared.standardImports, 'import math'],
    constants: [
      COLOR_CONSTANT,
      ...(color === null ? [] : [PALETTE_CONSTANT]),
      `AREA = ${Math.round((Math.PI / 4) * BUBBLE_PX ** 2)}  # of the largest bubble, in square pixels`,
    ],
    helpers: [keysHelper(), ...shared.helpers],
  }
}

function sizeStatements(name: string): readonly Statement[] {
  const looks = keywords({ values: '_keys(largest)', symbolFillColor: KEY_COLOR, symbolStrokeWidth: '0' })
  return [
    prefix('area = ', call('alt.Size', ['"size:Q"', titled(label(name))])),
    'area = area.scale(domain=[0, largest], range=[0, AREA])',
    prefix('area = ', call('area.legend', looks)),
  ]
}

function optionally(
  { roles: { color } }: Plan<'bubble'>,
  statements: (name: string) => readonly Statement[],
): readonly Statement[] {
  if (color === null) return []
  return color.required
    ? statements(color.name)
    : [block(`if ${color.name} is not None`, statements(color.name))]
}

function colored(name: string): readonly Statement[] {
  const shade = suffix(
    call('alt.Color', ['"color:N"', titled(label(name))]),
    '.scale(domain=names, range=PALETTE)',
  )
  return [
    'names = list(table["color"].unique())',
    prefix('chart = ', call('chart.encode', keywords({ color: shade }))),
  ]
}
