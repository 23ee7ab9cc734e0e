export { libraryImplementation } from './library-implementation.ts'
export { plotPipeline } from './plot-pipeline.ts'
export { publication } from './publication.ts'
export { tagging } from './tagging.ts'
