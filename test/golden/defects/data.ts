import type { Chart } from '../chart.ts'
import { measurable } from '../defect.ts'
import type { Kind, Rule } from '../defect.ts'
import { atStart } from '../edit.ts'
import { isGrouped, measuredSlot, nameSlots, numberSlots, slotOf } from '../slots.ts'
import { SPARE_COLUMN } from '../vary.ts'

/** Checks that compare what is drawn with the data. */
const COMPARING = ['values-right', 'every-row-drawn', 'groups-right', 'follows-data']

/** A rule that changes the data before anything is drawn; `lines` get the measured column's parameter. */
function before(
  name: string,
  lines: (slot: string, chart: Chart) => readonly string[],
  applies: (chart: Chart) => boolean = () => true,
): Rule {
  return {
    name,
    applies: (chart) => measuredSlot(chart) !== null && applies(chart),
    spoil: (chart) => atStart(chart.code, lines(measuredSlot(chart) ?? '', chart)),
  }
}

/** Whether the order of the rows ties a number to something else. */
function hasPartner(chart: Chart): boolean {
  return numberSlots(chart).length + nameSlots(chart).length > 1 || slotOf(chart, 'x') !== null
}

export const wrongColumn: Kind = measurable('wrong column', 'spec_compliance', {
  checks: COMPARING,
  rules: [
    before('another-column', (slot) => [`data = data.assign(**{${slot}: data["${SPARE_COLUMN}"]})`]),
    before('row-number', (slot) => [`data = data.assign(**{${slot}: range(1, len(data) + 1)})`]),
    before(
      'values-of-the-next-row',
      (slot) => [
        `data = data.assign(**{${slot}: data[${slot}].shift(-1, fill_value=data[${slot}].iloc[0])})`,
      ],
      hasPartner,
    ),
    before(
      'sorted-on-its-own',
      (slot) => [`data = data.assign(**{${slot}: sorted(data[${slot}])})`],
      hasPartner,
    ),
    {
      name: 'axes-swapped',
      applies: (chart) => numberSlots(chart).includes('x') && numberSlots(chart).includes('y'),
      spoil: ({ code }) => atStart(code, ['data = data.assign(**{x: data[y], y: data[x]})']),
    },
    before(
      'names-counted',
      (slot, chart) => {
        const [name = slot] = nameSlots(chart)
        return [`data = data.assign(**{${slot}: data.groupby(${name})[${name}].transform("size")})`]
      },
      (chart) => nameSlots(chart).length > 0,
    ),
  ],
})

export const missingRows: Kind = measurable('missing rows', 'spec_compliance', {
  checks: COMPARING,
  rules: [
    before('first-rows-only', () => ['data = data.head(int(0.8 * len(data)))']),
    before('random-part', () => ['data = data.sample(frac=0.85, random_state=1).sort_index()']),
    before('every-fourth-left-out', () => ['data = data[[row % 4 != 3 for row in range(len(data))]]']),
    before('outliers-removed', (slot) => [
      `low, high = data[${slot}].quantile([0.06, 0.94])`,
      `data = data[data[${slot}].between(low, high)]`,
    ]),
    before('above-the-median', (slot) => [`data = data[data[${slot}] >= data[${slot}].median()]`]),
    before(
      'a-group-left-out',
      (_, chart) => {
        const name = nameSlots(chart).at(-1) ?? ''
        return [`data = data[data[${name}] != data[${name}].iloc[-1]]`]
      },
      (chart) => nameSlots(chart).length > 0,
    ),
  ],
})

export const wrongValues: Kind = measurable('wrong values', 'spec_compliance', {
  checks: COMPARING,
  rules: [
    before('ten-percent-more', (slot) => [`data = data.assign(**{${slot}: 1.1 * data[${slot}]})`]),
    before('rounded', (slot) => [
      `step = (data[${slot}].max() - data[${slot}].min()) / 12`,
      `data = data.assign(**{${slot}: (data[${slot}] / step).round() * step})`,
    ]),
    before('shares-of-the-largest', (slot) => [
      `data = data.assign(**{${slot}: 0.9 * data[${slot}] / data[${slot}].abs().max()})`,
    ]),
    before('accumulated', (slot) => [`data = data.assign(**{${slot}: data[${slot}].cumsum()})`]),
    before('smoothed', (slot) => [
      `data = data.assign(**{${slot}: data[${slot}].rolling(5, min_periods=1).mean()})`,
    ]),
    before('clipped-at-the-quartiles', (slot) => [
      `low, high = data[${slot}].quantile([0.25, 0.75])`,
      `data = data.assign(**{${slot}: data[${slot}].clip(low, high)})`,
    ]),
  ],
})

export const wrongGroups: Kind = measurable('wrong groups', 'spec_compliance', {
  checks: [...COMPARING, 'legend'],
  rules: [
    grouped(
      'shuffled',
      (color) => `data = data.assign(**{${color}: data[${color}].sample(frac=1, random_state=4).to_numpy()})`,
    ),
    grouped(
      'two-merged',
      (color) =>
        `data = data.assign(**{${color}: data[${color}].replace(data[${color}].iloc[0], data[${color}].iloc[-1])})`,
      3,
    ),
    grouped('reversed', (color) => `data = data.assign(**{${color}: list(data[${color}])[::-1]})`),
    grouped(
      'by-halves',
      (color) =>
        `data = data.assign(**{${color}: ["First" if 2 * row < len(data) else "Second" for row in range(len(data))]})`,
    ),
  ],
})

function grouped(name: string, line: (color: string) => string, groupsMin = 2): Rule {
  return {
    name,
    applies: (chart) =>
      isGrouped(chart) && slotOf(chart, 'color') !== null && chartGroups(chart) >= groupsMin,
    spoil: (chart) => atStart(chart.code, [line(slotOf(chart, 'color') ?? '')]),
  }
}

function chartGroups({ spec, table }: Chart): number {
  return new Set(table.columns[spec.sample.columns['color'] ?? '']).size
}

/** A rule that aggregates in another way before the code does it in the right way. */
function aggregated(how: string): Rule {
  return {
    name: `as-${how}`,
    applies: ({ spec }) =>
      spec.chart.aggregate !== undefined && spec.chart.aggregate !== 'count' && spec.chart.aggregate !== how,
    spoil: (chart) => {
      const keys = nameSlots(chart).join(', ')
      const value = measuredSlot(chart)
      return value === null
        ? null
        : atStart(chart.code, [
            `data = data.groupby([${keys}], as_index=False, sort=False)[value].${how}()`.replace(
              '[value]',
              `[${value}]`,
            ),
          ])
    },
  }
}

export const wrongAggregation: Kind = measurable('wrong aggregation', 'spec_compliance', {
  checks: COMPARING,
  rules: ['mean', 'median', 'sum', 'min', 'max', 'first', 'last', 'std'].map(aggregated),
})

/** A column of the sample, written down where the data should be used. */
function literal({ spec, table }: Chart, slot: string): string {
  const values = table.columns[spec.sample.columns[slot] ?? ''] ?? []
  return `[${values.map((value) => (value === null ? 'None' : JSON.stringify(value))).join(', ')}]`
}

/** Longer samples would make files that nobody writes. */
const ROWS_WRITTEN_MAX = 400

function writtenDown(name: string, lines: (slot: string, chart: Chart) => readonly string[]): Rule {
  return { ...before(name, lines, ({ table }) => table.rows <= ROWS_WRITTEN_MAX), visible: false }
}

export const constantPicture: Kind = measurable('constant picture', 'spec_compliance', {
  checks: ['follows-data', 'embedded-data'],
  rules: [
    writtenDown('numbers-written-down', (slot, chart) => [
      `data = data.assign(**{${slot}: ${literal(chart, slot)}})`,
    ]),
    writtenDown('rows-with-the-same-length-replaced', (slot, chart) => [
      `if len(data) == ${chart.table.rows}:`,
      `    data = data.assign(**{${slot}: ${literal(chart, slot)}})`,
    ]),
    writtenDown('table-kept-in-a-dictionary', (slot, chart) => [
      `known = dict(enumerate(${literal(chart, slot)}))`,
      `data = data.assign(**{${slot}: [known[row] for row in range(len(data))]})`,
    ]),
    writtenDown('numbers-in-order-of-rank', (slot, chart) => [
      `sample = sorted(${literal(chart, slot).replaceAll('None', '0')})`,
      `ranks = pd.Series(${literal(chart, slot)}).fillna(0).rank(method="first").astype(int)`,
      `data = data.assign(**{${slot}: [sample[rank - 1] for rank in ranks]})`,
    ]),
  ],
})
