import { COLORS, SIZES } from '../../design.ts'
import type { Module } from '../../file.ts'
import { call, chain, keywords, list, options, prefix, suffix } from '../../layout.ts'
import type { Doc } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { literal } from '../../python.ts'
import { asNames, COLOR_CONSTANT, complete, opacity, textColor } from '../common.ts'
import { columnsHelper, isJoined } from '../panels.ts'
import { label, parts, tip, titled } from './module.ts'
import { positionStatements } from './positions.ts'

/** One panel per value of the facet, all on the same scales. */
export function smallMultiples(plan: Plan<'small-multiples'>): Module {
  const { x, y, facet } = plan.roles
  const table = {
    x: `frame[${x.name}]`,
    y: `frame[${y.name}]`,
    facet: asNames(`frame[${facet.name}]`),
  }
  const body = [
    ...complete(plan.roles),
    prefix('table = ', call('pd.DataFrame', [options(table)])),
    ...positionStatements(x, isJoined(plan) ? ', nice=False' : ''),
    ...(isJoined(plan) ? [] : [`alpha = ${opacity(plan, 'frame')}`]),
    'panels = list(table["facet"].unique())',
    'columns = _columns(len(panels))',
    'rows = math.ceil(len(panels) / columns)',
    prefix('chart = ', drawn(plan)),
    'return _style(alt.vconcat(chart, title=TITLE))',
  ]
  const module = parts(plan, body, 'alt.VConcatChart')
  return {
    ...module,
    standardImports: ['import math', ...module.standardImports],
    constants: [COLOR_CONSTANT],
    helpers: [columnsHelper(), ...module.helpers],
  }
}

function drawn(plan: Plan<'small-multiples'>): Doc {
  const { x, y } = plan.roles
  const mark = isJoined(plan)
    ? '.mark_line(strokeWidth=2, color=COLOR)'
    : '.mark_point(filled=True, size=34, opacity=alpha, color=COLOR)'
  const made = keywords({
    title: sideTitle(plan),
    width: '(690 - 32 * (columns - 1)) / columns',
    height: '(330 - 35 * rows) / rows',
  })
  const encoding = {
    x: 'place.title(None)',
    y: suffix(call('alt.Y', ['"y:Q"', titled('None')]), '.scale(zero=False)'),
    facet: split(plan),
    tooltip: list([tip('"x"', label(x.name)), tip('"y"', label(y.name))]),
  }
  return chain([call('alt.Chart', ['table', ...made]), mark, call('.encode', keywords(encoding))])
}

/** The title that all upright axes share. */
function sideTitle(plan: Plan<'small-multiples'>): Doc {
  const looks = {
    orient: '"left"',
    anchor: '"middle"',
    frame: '"bounds"',
    offset: '12',
    color: textColor(plan),
  }
  const font = { fontSize: String(SIZES.label), fontWeight: '"normal"' }
  return call('alt.TitleParams', [label(plan.roles.y.name), ...keywords({ ...looks, ...font })])
}

/** The panels by their names, and the title that all horizontal axes share. */
function split(plan: Plan<'small-multiples'>): Doc {
  const size = String(SIZES.label)
  const title = { titleOrient: '"bottom"', titleColor: textColor(plan), titleFontSize: size }
  const header = call('alt.Header', [
    ...keywords({
      title: label(plan.roles.x.name),
      ...title,
      titleFontWeight: '"normal"',
      titlePadding: '12',
    }),
    ...keywords({ labelAnchor: '"start"', labelColor: literal(COLORS.title), labelFontSize: size }),
  ])
  const placed = { sort: 'panels', columns: 'columns', spacing: '{"row": 16, "column": 32}' }
  return call('alt.Facet', ['"facet:N"', ...keywords(placed), prefix('header=', header)])
}
