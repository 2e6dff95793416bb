import './audit.css'
import { Button, Text } from '@mantine/core'
import { ActivityLogIcon, MagnifyingGlassIcon } from '@radix-ui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ComponentProps } from 'react'
import { useApi } from '../../lib/session.tsx'
import { Copy } from '../../ui/copy.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ListPage } from '../../ui/list-page.tsx'
import { ListTable } from '../../ui/list-table.tsx'
import { Moment } from '../../ui/moment.tsx'
import { PageButtons } from '../../ui/page-buttons.tsx'
import { Status } from '../../ui/status.tsx'
import { AuditFilters } from './audit-filters.tsx'
import { narrowed, type AuditSearch } from './audit-search.ts'
import { eventsQuery, type AuditEvent } from './queries.ts'

const route = getRouteApi('/audit')

/** Who did what on this tenant, and whether it is sealed. */
export function AuditScreen() {
  const found = route.useSearch()
  const search = narrowed(found, { after: found.after })
  const navigate = route.useNavigate()
  const query = useQuery(eventsQuery(useApi(), search))
  const show = (next: (shown: AuditSearch) => AuditSearch, replace = false) =>
    void navigate({
      search: ({ tenantId, locale, ...shown }) => ({ tenantId, locale, ...next(shown) }),
      replace,
    })
  const change: ComponentProps<typeof AuditFilters>['onChange'] = (wish, replace) =>
    show((shown) => narrowed(shown, wish), replace)
  const isFiltered = Object.keys(search).length > 0
  return (
    <ListPage
      title="Audit log"
      what="events"
      query={query}
      empty={<NoEvents />}
      isEmpty={({ events, cursor }) => events.length === 0 && !cursor && !isFiltered}
      toolbar={<AuditFilters search={search} onChange={change} />}
      waysOn={
        search.after && (
          <Button variant="default" onClick={() => change({}, false)}>
            Show the first page
          </Button>
        )
      }
    >
      {({ events, cursor }) => (
        <div aria-busy={query.isPlaceholderData} className="audit-page">
          {events.length > 0 ? (
            <EventTable events={events} />
          ) : (
            <NoMatch goesOn={cursor !== null} onClear={() => show(() => ({}))} />
          )}
          <PageButtons after={search.after} cursor={cursor ?? undefined} />
        </div>
      )}
    </ListPage>
  )
}

function NoEvents() {
  return (
    <Empty icon={<ActivityLogIcon />} title="Nothing has happened yet">
      Whoever signs in or changes something on this tenant leaves an event here, which nobody can
      take away unseen.
    </Empty>
  )
}

function NoMatch({ goesOn, onClear }: { goesOn: boolean; onClear: () => void }) {
  const clear = (
    <Button variant="default" onClick={onClear}>
      Show all events
    </Button>
  )
  return (
    <Empty icon={<MagnifyingGlassIcon />} title="No event matches" actions={clear}>
      {goesOn
        ? 'Nothing in this part of the log is what you look for. The next page looks further back.'
        : 'Nothing here was done by this person, in this way, to this target or at this time.'}
    </Empty>
  )
}

function EventTable({ events }: { events: readonly AuditEvent[] }) {
  const head = (
    <>
      <th>When</th>
      <th>Who</th>
      <th>Action</th>
      <th className="wide">Target</th>
      <th className="wide">Chain</th>
    </>
  )
  return (
    <ListTable head={head}>
      <tbody>
        {events.map((event) => (
          <EventRow key={event.id} event={event} />
        ))}
      </tbody>
    </ListTable>
  )
}

function EventRow({ event: { at, by, action, target, sequence } }: { event: AuditEvent }) {
  return (
    <tr>
      <td>
        <Moment at={at} />
      </td>
      <td>
        <Text fw={500}>{by.displayName}</Text>
        <Text component="span" c="dimmed" fz="xs" className="mono audit-id">
          {by.type} {by.id}
        </Text>
      </td>
      <td>
        <span className="mono audit-id">{action}</span>
        <div className="narrow mono audit-id">{target}</div>
      </td>
      <td className="wide audit-id">
        <Copy value={target} label="the target" />
      </td>
      <td className="wide">
        {sequence === null ? (
          <Status kind="off">Not sealed yet</Status>
        ) : (
          <Status kind="good">Sealed, {sequence}</Status>
        )}
      </td>
    </tr>
  )
}
