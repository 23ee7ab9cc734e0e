import { BOX_OPACITY, SIZES } from '../../design.ts'
import type { Module } from '../../file.ts'
import { call, keywords, options, prefix, suffix } from '../../layout.ts'
import type { Doc } from '../../layout.ts'
import type { Plan } from '../../plan.ts'
import { boxNames, boxNumbers, categoryNames, complete, textColor } from '../common.ts'
import { chartOf, label, simple, titled } from './module.ts'

/** One violin per category, each in a facet of its own. */
export function violins(plan: Plan<'violin'>): Module {
  const { roles } = plan
  const across = plan.horizontal
  const columns = {
    category: categoryNames(plan, roles.category.name),
    value: `frame[${roles.value.name}]`,
  }
  const transform = call('.transform_density', [
    '"value"',
    ...keywords({ as_: '["value", "density"]', groupby: '["category"]', resolve: '"independent"' }),
  ])
  const mark = call('.mark_area', [
    ...(across ? [] : ['orient="horizontal"']),
    ...keywords({ color: 'COLOR', fillOpacity: String(BOX_OPACITY), stroke: 'COLOR', strokeWidth: '1.5' }),
  ])
  const width = call(`alt.${across ? 'Y' : 'X'}`, [
    '"density:Q"',
    ...keywords({ axis: 'None', stack: '"center"', impute: 'None', scale: 'alt.Scale(nice=False)' }),
  ])
  const facet = call(`alt.${across ? 'Row' : 'Column'}`, [
    '"category:N"',
    titled(label(roles.category.name)),
    'sort=names',
    'spacing=0',
    prefix('header=', header(plan)),
  ])
  const size = across
    ? { width: '560', height: '330 // len(names)' }
    : { width: '660 // len(names)', height: '330' }
  return simple(plan, [
    ...complete(roles),
    ...(plan.sort === 'data' ? [] : [boxNumbers(plan, roles)]),
    boxNames(plan, roles),
    prefix('table = ', call('pd.DataFrame', [options(columns)])),
    "# Gaussian kernels; Vega chooses their bandwidth by Scott's rule.",
    chartOf([transform, mark], {
      [across ? 'y' : 'x']: width,
      [across ? 'x' : 'y']: suffix(
        call(`alt.${across ? 'X' : 'Y'}`, ['"value:Q"', titled(label(roles.value.name))]),
        '.scale(zero=False)',
      ),
      [across ? 'row' : 'column']: facet,
    }),
    prefix('chart = ', call('chart.properties', keywords(size))),
    'return _style(chart)',
  ])
}

/** The names below the violins, or beside them. */
function header(plan: Plan<'violin'>): Doc {
  const side = plan.horizontal ? '"left"' : '"bottom"'
  const color = textColor(plan)
  const turned = plan.horizontal ? { labelAngle: '0', labelAlign: '"left"' } : {}
  const labels = { labelOrient: side, labelColor: color, labelFontSize: String(SIZES.tick), ...turned }
  const title = { titleOrient: side, titleColor: color, titleFontSize: String(SIZES.label) }
  return call('alt.Header', keywords({ ...labels, ...title, titleFontWeight: '"normal"' }))
}
