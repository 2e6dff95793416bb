import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { ok, refused, showAdmin } from '../../testing.tsx'

const event = (id: string, more: object = {}) => ({
  id,
  at: '2026-11-01T12:00:00.000Z',
  action: 'security.group.create',
  target: `group-${id}`,
  by: { id: '00u_ada', type: 'admin', displayName: 'Ada' },
  sequence: 7,
  ...more,
})
const answers = (data: unknown) => ({ ListEvents: () => ({ audit: { listEvents: ok(data) } }) })

test('an event says who did what to what, when, and whether it is sealed', async () => {
  const events = [event('2', { sequence: null, action: 'security.user.login' }), event('1')]
  showAdmin({ address: '/audit', answers: answers({ events, cursor: null }) })

  expect(await screen.findByText('security.group.create')).toBeTruthy()
  expect(screen.getAllByText('admin 00u_ada')).toHaveLength(2)
  expect(screen.getAllByText('group-1').length).toBeGreaterThan(0)
  expect(screen.getByText('Sealed, 7')).toBeTruthy()
  expect(screen.getByText('Not sealed yet')).toBeTruthy()
  const [time] = document.querySelectorAll('time')
  expect(time?.dateTime).toBe('2026-11-01T12:00:00.000Z')
  expect(time?.dataset['tip']).toContain('2026')
})

test('what is chosen stands in the address, and is what the API is asked for', async () => {
  const { sent } = showAdmin({
    address: '/audit?by=ada&action=security.user&target=x&from=2026-11-01&to=2026-11-02',
    answers: answers({ events: [event('1')], cursor: null }),
  })
  await screen.findByText('security.group.create')

  const from = new Date('2026-11-01T00:00:00').toISOString()
  const to = new Date('2026-11-02T23:59:59.999').toISOString()
  expect(sent('ListEvents')[0]?.variables).toMatchObject({
    where: { by: 'ada', action: 'security.user', target: 'x', from, to },
  })
  fireEvent.change(screen.getByLabelText('Action'), { target: { value: 'cms.entry' } })
  fireEvent.change(screen.getByLabelText('To'), { target: { value: '' } })

  await waitFor(() =>
    expect(sent('ListEvents').at(-1)?.variables).toMatchObject({
      where: { by: 'ada', action: 'cms.entry' },
    }),
  )
  expect(window.location.search).toContain('action=cms.entry')
  expect(window.location.search).not.toContain('to=')
})

test('who is found by typing, from the first page on', async () => {
  const { sent } = showAdmin({
    address: '/audit?after=c1',
    answers: answers({ events: [event('1')], cursor: null }),
  })
  fireEvent.change(await screen.findByLabelText(/^Find events by who/), {
    target: { value: 'Bob' },
  })

  await waitFor(() => {
    const last = sent('ListEvents').at(-1)
    expect(last?.variables['where']).toMatchObject({ by: 'Bob' })
    expect(last?.variables['after']).toBeUndefined()
  })
})

test('pages lead on by their cursor, also where a part of the log has nothing', async () => {
  const pages: Record<string, object> = {
    first: { events: [event('2')], cursor: 'c1' },
    c1: { events: [], cursor: 'c2' },
    c2: { events: [event('1')], cursor: null },
  }
  const { sent } = showAdmin({
    address: '/audit',
    answers: {
      ListEvents: ({ after }) => ({
        audit: { listEvents: ok(pages[typeof after === 'string' ? after : 'first']) },
      }),
    },
  })
  const next = async () => fireEvent.click(await screen.findByRole('button', { name: 'Next page' }))
  await screen.findAllByText('group-2')

  await next()
  expect(await screen.findByText(/The next page looks further back/)).toBeTruthy()
  await next()

  expect((await screen.findAllByText('group-1')).length).toBeGreaterThan(0)
  expect(sent('ListEvents').map(({ variables }) => variables['after'])).toEqual([
    undefined,
    'c1',
    'c2',
  ])
})

test('nothing that matches says so, and shows everything again', async () => {
  showAdmin({
    address: '/audit?target=nothing',
    answers: {
      ListEvents: ({ where }) => {
        const isNarrow = Boolean((where as { target?: string }).target)
        return {
          audit: { listEvents: ok({ events: isNarrow ? [] : [event('1')], cursor: null }) },
        }
      },
    },
  })
  expect(await screen.findByText('No event matches')).toBeTruthy()

  fireEvent.click(screen.getByRole('button', { name: 'Show all events' }))

  expect((await screen.findAllByText('group-1')).length).toBeGreaterThan(0)
  expect(window.location.search).not.toContain('target')
})

test('a tenant without events says what they are', async () => {
  showAdmin({ address: '/audit', answers: answers({ events: [], cursor: null }) })
  expect(await screen.findByText('Nothing has happened yet')).toBeTruthy()
})

test('a refusal says why, and a cursor that is none leads to the first page', async () => {
  showAdmin({
    address: '/audit?after=wrong',
    answers: {
      ListEvents: () => ({
        audit: { listEvents: refused('VALIDATION_FAILED', 'The input is not valid.') },
      }),
    },
  })
  expect(await screen.findByText('The events could not be loaded')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Show the first page' })).toBeTruthy()
})

test.each([
  [[{ name: 'audit.log', rwd: 'r' }], true],
  [[{ name: 'security.group' }], false],
])('with %j the log is in the navigation: %s', async (permissions, isThere) => {
  showAdmin({ permissions })
  const navigation = await screen.findByRole('navigation', { name: 'Main' })

  await waitFor(() => expect(navigation.textContent).toContain('Overview'))
  expect(navigation.textContent?.includes('Audit log')).toBe(isThere)
})
