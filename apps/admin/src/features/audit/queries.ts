import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Api } from '../../lib/api.ts'
import { operation } from '../../lib/graphql.ts'
import { whereOf, type AuditSearch } from './audit-search.ts'

const ListEvents = operation(`
  query ListEvents($where: AuditEventWhereInput, $limit: Int, $after: String) {
    audit {
      listEvents(where: $where, limit: $limit, after: $after) {
        data {
          events { id at action target by { id type displayName } sequence }
          cursor
        }
        error { ...Refusal }
      }
    }
  }
`)

const PAGE_SIZE = 50

export const eventsQuery = (api: Api, search: AuditSearch) =>
  queryOptions({
    queryKey: ['events', search],
    queryFn: () => {
      const variables = { where: whereOf(search), limit: PAGE_SIZE, after: search.after }
      return api.call(ListEvents, variables, ({ audit }) => audit?.listEvents)
    },
    placeholderData: keepPreviousData,
  })

type EventPage = Awaited<ReturnType<NonNullable<ReturnType<typeof eventsQuery>['queryFn']>>>
export type AuditEvent = EventPage['events'][number]
