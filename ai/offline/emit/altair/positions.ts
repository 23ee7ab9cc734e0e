import type { Slot } from '../../../../domain/plot/plot.schema.ts'
import type { Module } from '../../file.ts'
import { block, call, keywords, list, options, prefix, suffix } from '../../layout.ts'
import type { Doc, Statement } from '../../layout.ts'
import {
  areDates,
  asNames,
  COLOR_CONSTANT,
  complete,
  kinds,
  listConstant,
  opacity,
  PALETTE_CONSTANT,
} from '../common.ts'
import type { Positions } from '../common.ts'
import { numberPattern, tip, label, titled, chartOf, parts } from './module.ts'

const SHAPES = ['circle', 'square', 'triangle-up', 'diamond', 'triangle-down', 'cross']
const DASHES = '[[1, 0], [6, 3], [2, 2], [6, 2, 2, 2]]'

/** One point per row, or a line through them. */
export function positions(plan: Positions): Module {
  const { roles } = plan
  const { x, y, color } = roles
  const second = plan.type === 'scatter' ? listConstant('SHAPES', SHAPES) : `DASHES = ${DASHES}`
  const stepped: Readonly<Record<string, Doc>> = plan.type === 'step' ? { interpolate: '"step-after"' } : {}
  const mark =
    plan.type === 'scatter'
      ? call('.mark_point', keywords({ filled: 'True', size: '46', opacity: 'alpha', color: 'COLOR' }))
      : call('.mark_line', keywords({ strokeWidth: '2', ...stepped, color: 'COLOR' }))
  const tips = [tip('"x"', label(x.name)), tip('"y"', label(y.name))]
  const upright = call('alt.Y', ['"y:Q"', titled(label(y.name))])
  const body = [
    ...complete(roles),
    prefix('table = ', call('pd.DataFrame', [options({ x: `frame[${x.name}]`, y: `frame[${y.name}]` })])),
    ...optionally(plan, (name) => [`table["color"] = ${asNames(`frame[${name}]`)}`]),
    ...positionStatements(x, plan.type !== 'scatter' ? ', nice=False' : ''),
    ...(plan.type === 'scatter' ? [`alpha = ${opacity(plan, 'frame')}`] : []),
    chartOf(mark, {
      x: `place.title(${label(x.name)})`,
      y: suffix(upright, '.scale(zero=False)'),
      tooltip: list(tips),
    }),
    ...optionally(plan, (name) => grouping(plan.type, name)),
    'return _style(chart)',
  ]
  const constants = color === null ? [COLOR_CONSTANT] : [COLOR_CONSTANT, PALETTE_CONSTANT, second]
  return { ...parts(plan, body), constants }
}

/** Statements about the groups, made conditional where the column is optional. */
function optionally(
  { roles: { color } }: Positions,
  statements: (name: string) => readonly Statement[],
): readonly Statement[] {
  if (color === null) return []
  return color.required
    ? statements(color.name)
    : [block(`if ${color.name} is not None`, statements(color.name))]
}

function grouping(type: Positions['type'], name: string): readonly Statement[] {
  const [channel, alt, constant] =
    type === 'scatter' ? ['shape', 'Shape', 'SHAPES'] : ['strokeDash', 'StrokeDash', 'DASHES']
  const scaled = (kind: string, range: string) =>
    suffix(call(`alt.${kind}`, ['"color:N"', titled(label(name))]), `.scale(domain=names, range=${range})`)
  const encoded = { color: scaled('Color', 'PALETTE'), [channel]: scaled(alt, constant) }
  return [
    'names = list(table["color"].unique())',
    prefix('chart = ', call('chart.encode', keywords(encoded))),
  ]
}

/** `place`, the horizontal position: a date, or a number with separators if it cannot be a year. */
export function positionStatements(slot: Slot, snug: string): readonly Statement[] {
  const { dates, numbers } = kinds(slot)
  const number = [
    numberPattern(slot.name),
    `place = alt.X("x:Q").axis(format=pattern).scale(zero=False${snug})`,
  ]
  const date = ['place = alt.X("x:T")']
  if (!dates) return number
  return numbers ? [block(`if ${areDates(slot)}`, date), block('else', number)] : date
}
