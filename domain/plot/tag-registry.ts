import type { TagDimension } from './tags.schema.ts'

/** A tag that plots are found by. */
export interface TagDefinition {
  readonly slug: string
  readonly dimension: TagDimension
  readonly definition: string
  /** other ways to write it */
  readonly synonyms: readonly string[]
  /** how it is found out by running or looking; absent: by what spec and code say */
  readonly detector?: TagDetector
}

/** Ways to find out whether a tag holds. */
export type TagDetector = 'check' | 'pythons' | 'interaction' | 'marks' | 'missing-values' | 'many-rows'

type Row = readonly [slug: string, definition: string, synonyms?: string, detector?: TagDetector]

const TECHNICAL: readonly Row[] = [
  ['aggregation', 'Several rows become one mark', 'aggregated summary aggregate'],
  ['annotation', 'Marks or texts point out single values', 'annotated'],
  ['area', 'An area chart', 'area-chart area-plot'],
  ['bar', 'A bar chart', 'bar-chart barplot bar-plot column-chart'],
  ['binning', 'Values are counted in intervals', 'binned bins'],
  ['boxplot', 'A box plot', 'box-plot box-and-whisker'],
  ['bubble', 'A scatter plot whose points have sizes', 'bubble-chart'],
  ['calendar', 'Days are laid out as in a calendar', 'calendar-heatmap'],
  ['candlestick', 'Opening, closing, highest and lowest values of a period', 'ohlc'],
  ['contour', 'Lines of equal values', 'isolines'],
  ['cumulative', 'Values are summed up along an axis', 'running-total waterfall'],
  ['density', 'A smooth estimate of a distribution', 'density-plot kde kernel-density'],
  ['donut', 'A pie chart with a hole', 'donut-chart doughnut'],
  ['dumbbell', 'Two values of a category joined by a line', 'dumbbell-plot'],
  ['ecdf', 'The empirical distribution function', 'cumulative-distribution'],
  ['error-bar', 'Marks show how uncertain a value is', 'errorbar confidence-interval'],
  ['faceting', 'Small multiples of one chart', 'facet small-multiples trellis subplots'],
  ['funnel', 'What is left after each step', 'funnel-chart'],
  ['gantt', 'Bars from a beginning to an end', 'timeline'],
  ['grouping', 'Groups stand side by side', 'grouped'],
  ['heatmap', 'A grid of cells coloured by value', 'heat-map'],
  ['hexbin', 'Points counted in hexagons', 'hexagonal-binning'],
  ['histogram', 'Counts in intervals of one variable', 'histogram-plot'],
  ['line', 'A line chart', 'line-chart line-plot'],
  ['lollipop', 'Stems with a point at the end', 'lollipop-chart stem'],
  ['multivariate', 'Four variables or more', 'multi-variable'],
  ['parallel-coordinates', 'One axis beside the other for each variable', 'parallel'],
  ['pie', 'A pie chart', 'pie-chart'],
  ['quartiles', 'Median and quartiles are computed', 'quantiles percentiles'],
  ['radar', 'Axes go out from a centre', 'radar-chart spider-chart'],
  ['regression', 'A line fitted to points', 'linear-regression trendline trend-line'],
  ['ridgeline', 'Distributions staggered above each other', 'joyplot'],
  ['sankey', 'Bands as wide as what flows', 'sankey-diagram flow'],
  ['scatter', 'A scatter plot', 'scatter-plot scatterplot'],
  ['stacking', 'Marks stand on each other', 'stacked stack'],
  ['statistics', 'Estimates are computed', 'statistical'],
  ['step', 'A line that changes in steps', 'step-chart stairs'],
  ['strip', 'Points of a category along one axis', 'strip-plot swarm beeswarm'],
  ['three-variables', 'Three variables', 'trivariate'],
  ['time-series', 'Values over time', 'timeseries temporal'],
  ['treemap', 'Nested rectangles as large as their values', 'tree-map'],
  ['two-variables', 'Two variables', 'bivariate'],
  ['violin', 'Mirrored densities per category', 'violin-plot'],
]

const VISUAL: readonly Row[] = [
  ['areas', 'Filled areas are drawn', 'filled-area', 'marks'],
  ['bars', 'Bars are drawn', 'columns rectangles', 'marks'],
  ['boxes', 'Boxes with whiskers are drawn', '', 'marks'],
  ['bubbles', 'Points of several sizes are drawn', 'sized-points'],
  ['cells', 'A grid of cells is drawn', 'tiles'],
  ['color-by-group', 'Groups have colours', 'colour-by-group colored-by-group grouped-colors hue', 'marks'],
  ['color-scale', 'Colours stand for numbers', 'colour-scale color-gradient colormap'],
  [
    'colorblind-safe',
    'Colours stay apart for people who see fewer',
    'colourblind-safe color-blind-safe',
    'check',
  ],
  ['curves', 'Smooth curves are drawn', 'smooth-lines'],
  ['hexagons', 'Hexagons are drawn', ''],
  ['horizontal', 'Marks lie instead of standing', 'horizontal-bars'],
  ['labels', 'Values are written beside their marks', 'data-labels value-labels'],
  ['legend', 'A legend names the groups', 'key', 'marks'],
  ['lines', 'Lines are drawn', '', 'marks'],
  ['points', 'Points are drawn', 'dots markers', 'marks'],
  ['shapes', 'Free shapes are drawn', 'polygons'],
  ['steps', 'Steps are drawn', ''],
  ['transparency', 'Marks that lie on each other shine through', 'semi-transparent alpha'],
]

const DOMAIN: readonly Row[] = [
  ['biology', 'Living things', 'species ecology zoology botany'],
  ['climate', 'Climate', 'climatology global-warming'],
  ['demography', 'Populations', 'population'],
  ['economy', 'Economies', 'economics gdp'],
  ['education', 'Schools and learning', 'school'],
  ['energy', 'Energy', 'electricity power'],
  ['engineering', 'Machines and processes', 'manufacturing'],
  ['finance', 'Money and markets', 'stocks trading banking'],
  ['general', 'Any field', 'generic universal'],
  ['geography', 'Places', 'geographic geospatial'],
  ['health', 'Health', 'medicine medical healthcare life-expectancy'],
  ['marketing', 'Selling', 'sales business'],
  ['science', 'Research', 'research scientific'],
  ['society', 'People together', 'social social-science'],
  ['software', 'Programs and networks', 'computing technology'],
  ['sports', 'Sport', 'athletics'],
  ['transport', 'Traffic', 'transportation aviation'],
  ['weather', 'Weather', 'meteorology precipitation rainfall'],
]

const CAPABILITY: readonly Row[] = [
  ['change', 'Shows how something became different', 'difference before-after'],
  ['comparison', 'Shows which is more', 'compare comparing'],
  ['composition', 'Shows what a whole is made of', 'breakdown'],
  ['correlation', 'Shows how two measurements go together', 'association'],
  ['distribution', 'Shows how often which values are', 'spread'],
  ['follows-data', 'Draws other data as faithfully as the sample', 'data-driven', 'check'],
  ['groups', 'Tells groups apart', 'clusters categories subgroups'],
  ['handles-100k-points', 'Draws 100,000 rows within the limits of an execution', 'large-data', 'many-rows'],
  [
    'handles-missing-data',
    'Draws every complete row when values are missing',
    'missing-data nan-safe',
    'missing-values',
  ],
  ['interactive', 'Answers to the pointer', 'interactivity hover zoomable', 'interaction'],
  ['outliers', 'Shows values that are far from the others', 'outlier-detection'],
  ['part-to-whole', 'Shows shares of a whole', 'share proportion percentage'],
  ['pattern', 'Shows what comes again', 'seasonality'],
  ['range', 'Shows lowest and highest values', 'min-max interval'],
  ['ranking', 'Shows an order', 'rank sorted'],
  ['relationship', 'Shows how things depend on each other', 'dependency'],
  ['trend', 'Shows where something goes', 'development over-time'],
  ['uncertainty', 'Shows how sure a value is', 'variability'],
]

const COMPATIBILITY: readonly Row[] = [
  ['needs-numpy', 'Its code imports NumPy', 'numpy'],
  ['needs-scipy', 'Its code imports SciPy', 'scipy'],
  [
    'pandas-only',
    'Besides its plotting library its code imports nothing but pandas',
    'no-extra-dependencies',
  ],
  [
    'single-file-for-all-pythons',
    'One file runs alike on every Python of its spec',
    'all-pythons',
    'pythons',
  ],
]

/** Every tag there is: one slug per meaning, each in one dimension. */
export const TAG_REGISTRY: readonly TagDefinition[] = [
  ...defined('technical', TECHNICAL),
  ...defined('visual', VISUAL),
  ...defined('domain', DOMAIN),
  ...defined('capability', CAPABILITY),
  ...defined('compatibility', COMPATIBILITY),
]

function defined(dimension: TagDimension, rows: readonly Row[]): readonly TagDefinition[] {
  return rows.map(([slug, definition, synonyms = '', detector]) => ({
    slug,
    dimension,
    definition,
    synonyms: synonyms.split(' ').filter((synonym) => synonym !== ''),
    ...(detector && { detector }),
  }))
}
