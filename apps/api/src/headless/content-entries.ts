import {
  type ContentEntry,
  type Entry,
  getContentEntries,
  type Model,
  type NamedEntry,
  searchContentEntries,
} from '@tenantry/cms'
import { AppError } from '@tenantry/errors'
import { z } from 'zod'
import type { HeadlessScope } from './context.ts'
import { present } from './entry-arguments.ts'
import { entryMetaResolvers, locationResolvers, metaResolvers } from './entry-resolvers.ts'
import { META_FIELDS } from './entry-schema.ts'
import { type LoadReferences, referenceLoader } from './references.ts'
import { respond } from './respond.ts'

/** Entries of whichever model, as those who choose among them see them. */
export const contentEntryTypeDefs = /* GraphQL */ `
  type CmsModelMeta {
    modelId: String!
    name: String!
  }

  type CmsPublishedContentEntry {
    id: ID!
    entryId: String!
    title: String
    description: String
    image: String
  }

  type CmsContentEntry {
    id: ID!
    entryId: String!
    model: CmsModelMeta!
    status: String!
    "What the public sees of the entry, if anything."
    published: CmsPublishedContentEntry
    title: String!
    description: String
    image: String
    ${META_FIELDS.join('\n    ')}
    wbyAco_location: WbyAcoLocation
  }

  type CmsContentEntryResponse {
    data: CmsContentEntry
    error: CmsError
  }

  type CmsContentEntriesResponse {
    "Without those that are not there."
    data: [CmsContentEntry!]
    error: CmsError
  }

  input CmsModelEntryInput {
    modelId: ID!
    id: ID!
  }

  extend type Query {
    "Those that were saved last; with a query by its words, as lists search for them."
    searchContentEntries(
      modelIds: [ID!]!
      query: String
      "Texts, long ones too, to look for the query in, wherever it stands in them."
      fields: [String!]
      limit: Int
    ): CmsContentEntriesResponse!
    getContentEntry(entry: CmsModelEntryInput!): CmsContentEntryResponse!
    getLatestContentEntry(entry: CmsModelEntryInput!): CmsContentEntryResponse!
    getPublishedContentEntry(entry: CmsModelEntryInput!): CmsContentEntryResponse!
    getContentEntries(entries: [CmsModelEntryInput!]!): CmsContentEntriesResponse!
    getLatestContentEntries(entries: [CmsModelEntryInput!]!): CmsContentEntriesResponse!
    getPublishedContentEntries(entries: [CmsModelEntryInput!]!): CmsContentEntriesResponse!
  }
`

const Named = z.object({ modelId: z.string(), id: z.string() })
const One = z.object({ entry: Named })
const Many = z.object({ entries: z.array(Named) })
const Search = z.object({
  modelIds: z.array(z.string()),
  query: present(z.string().trim().max(200)),
  fields: present(z.array(z.string()).max(50)),
  limit: present(z.number().int()),
})

type Source = Entry & { model: Model; loadPublished: LoadReferences }

/** How they are answered, of the models that the caller may read. */
export function contentEntryResolvers(models: readonly Model[]) {
  const queries = (as: 'exact' | 'latest' | 'published') => {
    const find = async (scope: HeadlessScope, entries: NamedEntry[]) =>
      sources(scope, await getContentEntries(scope, models, { entries, as }))
    return {
      one: respond(One, async (scope, { entry }) => {
        const [found] = await find(scope, [entry])
        if (!found) throw new AppError('NOT_FOUND', `Entry "${entry.id}" was not found.`)
        return found
      }),
      many: respond(Many, (scope, { entries }) => find(scope, entries)),
    }
  }
  const [exact, latest, published] = [queries('exact'), queries('latest'), queries('published')]
  return {
    Query: {
      searchContentEntries: respond(Search, async (scope, search) =>
        sources(scope, await searchContentEntries(scope, models, search)),
      ),
      getContentEntry: exact.one,
      getLatestContentEntry: latest.one,
      getPublishedContentEntry: published.one,
      getContentEntries: exact.many,
      getLatestContentEntries: latest.many,
      getPublishedContentEntries: published.many,
    },
    CmsContentEntry: {
      ...metaResolvers,
      ...locationResolvers,
      ...named,
      published: async ({ model, entryId, loadPublished }: Source) => {
        const entry = await loadPublished(model, entryId)
        return entry && { ...entry, model }
      },
    },
    CmsPublishedContentEntry: named,
  }
}

const named = {
  description: (source: Source) => entryMetaResolvers(source.model).description(source),
  image: (source: Source) => entryMetaResolvers(source.model).image(source),
}

/** What is public of all of them is read together. */
function sources(scope: HeadlessScope, found: readonly ContentEntry[]): Source[] {
  const loadPublished = referenceLoader(scope, 'published')
  return found.map(({ model, entry }) => ({ ...entry, model, loadPublished }))
}
