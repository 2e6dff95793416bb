export const STATUSES = ['draft', 'published', 'unpublished'] as const
export type EntryStatus = (typeof STATUSES)[number]

/** What a list of entries shows, as its address says. */
export interface ListSearch {
  status?: EntryStatus
  find?: string
  /** As the API names it: `title_ASC`. */
  sort?: string
  /** Where the page before ended. */
  after?: string
}

export const USUAL_SORT = 'savedOn_DESC'

export function readListSearch(search: Record<string, unknown>): ListSearch {
  const { find, sort, after } = search
  const status = STATUSES.find((it) => it === search['status'])
  return {
    ...(status && { status }),
    ...(typeof find === 'string' && find && { find }),
    ...(typeof sort === 'string' && /^[A-Za-z]\w*_(ASC|DESC)$/.test(sort) && { sort }),
    ...(typeof after === 'string' && after && { after }),
  }
}

/** Another choice begins at the first page again: a cursor belongs to one list. */
export function changed(
  search: ListSearch,
  change: { [K in keyof ListSearch]?: ListSearch[K] | undefined },
): ListSearch {
  return readListSearch({ ...search, after: undefined, ...change })
}

export interface Sorting {
  name: string
  isDescending: boolean
}

export function sortingOf({ sort = USUAL_SORT }: ListSearch): Sorting {
  const at = sort.lastIndexOf('_')
  return { name: sort.slice(0, at), isDescending: sort.endsWith('_DESC') }
}

/** A column that is sorted by already turns round; times begin with the newest, names with A. */
export function sortBy(search: ListSearch, name: string): ListSearch {
  const now = sortingOf(search)
  const isDescending = now.name === name ? !now.isDescending : name.endsWith('On')
  const sort = `${name}_${isDescending ? 'DESC' : 'ASC'}`
  return changed(search, { sort: sort === USUAL_SORT ? undefined : sort })
}
