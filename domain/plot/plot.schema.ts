import * as z from 'zod'

import { PLOT_ID_LENGTH_MAX } from './limits.ts'

/** The plotting libraries an implementation can be written for, in the order they are shown. */
export const Library = z.enum(['matplotlib', 'seaborn', 'plotly', 'bokeh', 'altair']).meta({ id: 'Library' })
export type Library = z.infer<typeof Library>

/** The Python versions the catalogue supports, lowest first. */
export const PythonVersion = z.enum(['3.10', '3.11', '3.12', '3.13']).meta({ id: 'PythonVersion' })
export type PythonVersion = z.infer<typeof PythonVersion>

/** Lower-case words joined by single hyphens, at least two of them. */
export const PlotId = z
  .string()
  .max(PLOT_ID_LENGTH_MAX)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)+$/, 'use lower-case words joined by hyphens, at least two: scatter-basic')
  .meta({ id: 'PlotId' })
export type PlotId = z.infer<typeof PlotId>

/** The chart types the offline author and the measuring reviewers know. */
export const ChartType = z
  .enum([
    'scatter',
    'line',
    'bar',
    'histogram',
    'boxplot',
    'heatmap',
    'hexbin',
    'calendar-heatmap',
    'density',
    'ecdf',
    'violin',
    'grouped-bar',
    'stacked-bar',
    'lollipop',
    'waterfall',
    'error-bar',
    'slope',
    'dumbbell',
    'bubble',
    'step',
    'area',
    'candlestick',
    'small-multiples',
  ])
  .meta({ id: 'ChartType' })
export type ChartType = z.infer<typeof ChartType>

/** What a chart can be made of. */
export const MarkType = z.enum([
  'point',
  'line',
  'bar',
  'histogram',
  'box',
  'area',
  'segment',
  'cell',
  'hexagon',
  'violin',
  'bubble',
  'step',
  'candle',
])
export type MarkType = z.infer<typeof MarkType>

/** What a column can hold. */
export const SlotType = z.enum(['quantitative', 'temporal', 'nominal', 'ordinal']).meta({ id: 'SlotType' })
export type SlotType = z.infer<typeof SlotType>

const SlotName = z
  .string()
  .regex(/^[a-z][a-z0-9_]*$/, 'use a Python identifier in lower case: x, color, error_low')
  .max(30)

/** One input of a plot: a user maps a column of their own data to it. */
export const Slot = z
  .strictObject({
    name: SlotName,
    types: z.array(SlotType).min(1),
    required: z.boolean(),
    label: z.string().min(1).max(80).optional(),
    unit: z.string().min(1).max(20).optional(),
    description: z.string().min(1).max(300).optional(),
  })
  .meta({ id: 'Slot' })
export type Slot = z.infer<typeof Slot>

/** How several rows of one category become one mark. */
export const Aggregate = z.enum(['mean', 'median', 'sum', 'count', 'min', 'max']).meta({ id: 'Aggregate' })
export type Aggregate = z.infer<typeof Aggregate>

/** The machine-readable part of a specification: what is drawn. */
export const Chart = z
  .strictObject({
    type: ChartType,
    aggregate: Aggregate.optional(),
    bins: z.int().min(2).max(200).optional(),
    orientation: z.enum(['vertical', 'horizontal']).optional(),
    sort: z.enum(['data', 'ascending', 'descending']).optional(),
  })
  .meta({ id: 'Chart' })
export type Chart = z.infer<typeof Chart>

const Tag = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'use lower-case words joined by hyphens')

/** A plot's specification, as `spec.yaml` holds it. */
export const Spec = z
  .strictObject({
    plot_id: PlotId,
    title: z.string().min(3).max(80),
    description: z.string().min(10).max(1000),
    version: z.string().regex(/^\d+\.\d+\.\d+$/, 'use MAJOR.MINOR.PATCH'),
    requirements: z.strictObject({
      data: z.array(z.string().min(1)),
      visual: z.array(z.string().min(1)),
      technical: z.array(z.string().min(1)),
    }),
    data: z.array(Slot).min(1).max(8),
    chart: Chart,
    sample: z.strictObject({
      path: z.string().regex(/^data\/examples\/[a-z0-9_-]+\.csv$/, 'use data/examples/NAME.csv'),
      columns: z.record(SlotName, z.string().min(1)),
    }),
    tags: z.strictObject({
      technical: z.array(Tag),
      visual: z.array(Tag),
      domain: z.array(Tag),
      capability: z.array(Tag),
      compatibility: z.array(Tag),
    }),
    libraries: z.array(Library).min(1),
    python: z.array(PythonVersion).min(1),
  })
  .meta({ id: 'Spec' })
export type Spec = z.infer<typeof Spec>
