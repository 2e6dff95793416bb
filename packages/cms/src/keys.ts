import { type Key, key } from '@tenantry/dynamo'

/** Where an entry can be seen: as its editors see it, as the public does, or in the bin. */
export type Stage = 'latest' | 'published' | 'bin'

/** Every entry is in exactly one of these: published ones are also latest. */
export const KEPT: readonly Stage[] = ['latest', 'bin']

/** A content model by name: it carries its locale, so nobody passes a locale beside it. */
export interface ModelName {
  locale: string
  modelId: string
}

/** Every key of content starts with its locale: two locales are two spaces. */
const content = (locale: string, ...parts: string[]) => key('L', locale, ...parts)

/** Groups, models, the names that they have taken and the version of all of them: one read. */
export const modelsPartition = (locale: string): string => content(locale, 'MODELS')
export const groupKey = (locale: string, id: string): Key => inModels(locale, 'GROUP', id)
export const modelKey = ({ locale, modelId }: ModelName): Key => inModels(locale, 'MODEL', modelId)
/** How far the job has come that makes and clears the indexes of a model. */
export const jobKey = ({ locale, modelId }: ModelName): Key => ({
  PK: content(locale, 'JOBS'),
  SK: key('MODEL', modelId),
})
export const versionKey = (locale: string): Key => inModels(locale, 'VERSION')
/** A name that only one may have. Names that differ in case only count as the same. */
export const nameKey = (locale: string, kind: 'API' | 'MODEL' | 'SLUG', name: string): Key =>
  inModels(locale, 'NAME', kind, name.toLowerCase())

const inModels = (locale: string, ...parts: string[]): Key => ({
  PK: modelsPartition(locale),
  SK: key(...parts),
})

/** All of an entry is one partition. Its key names the model: an id of another model is not found. */
export const headKey = ({ locale, modelId }: ModelName, entryId: string): Key => ({
  PK: content(locale, 'ENTRY', modelId, entryId),
  SK: 'HEAD',
})
export const revisionKey = (model: ModelName, entryId: string, revision: number): Key => ({
  ...headKey(model, entryId),
  SK: key('REV', String(revision).padStart(4, '0')),
})

export const indexPartition = (
  { locale, modelId }: ModelName,
  stage: Stage,
  index: string,
): string => content(locale, 'INDEX', modelId, stage, index)

/** Which words of an entry are in the index. */
export const wordsKey = (model: ModelName, entryId: string): Key => ({
  PK: indexPartition(model, 'latest', '~'),
  SK: entryId,
})

export const countersPartition = ({ locale, modelId }: ModelName): string =>
  content(locale, 'COUNT', modelId)

/** `digest` stands for the value: a value may hold what a key must not. */
export const uniqueKey = ({ locale, modelId }: ModelName, column: string, digest: string): Key => ({
  PK: content(locale, 'UNIQUE', modelId, column),
  SK: digest,
})
