import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { ok, refused, showAdmin } from '../../testing.tsx'

const ada = {
  id: '00u_1',
  type: 'admin',
  displayName: 'Ada',
  email: 'ada@acme.example',
  groups: ['full-access'],
  issuer: 'https://acme.okta.com/oauth2/default',
  createdOn: '2026-11-20T12:00:00Z',
  lastLoginOn: '2026-11-22T12:00:00Z',
  lastSeenOn: '2026-11-22T13:00:00Z',
  disabled: false,
}
const bob = { ...ada, id: '00u_2', displayName: 'Bob', groups: ['editors', 'gone'] }
const job = { ...ada, id: '0oa_job', type: 'service', displayName: 'Import', lastLoginOn: null }
const users = (...people: object[]) => ({
  ListUsers: ({ type }: Record<string, unknown>) => ({
    adminUsers: { listUsers: ok(type === 'service' ? [job] : [ada, ...people]) },
  }),
})
const editors = { id: 'g1', name: 'Editors', slug: 'editors', version: 1, description: '' }
const ListGroups = () => ({
  security: {
    listGroups: ok([{ ...editors, permissions: [{ name: 'cms.contentEntry', rwd: 'r' }] }]),
  },
})

const menuOf = async (name: string) => {
  fireEvent.click(await screen.findByRole('button', { name: `Actions for ${name}` }))
  return within(await screen.findByRole('menu'))
}
const dialog = async () => within(await screen.findByRole('dialog'))

describe('the list', () => {
  test('shows people, and services beside them', async () => {
    const { sent } = showAdmin({ address: '/users', answers: users(bob) })
    expect(await screen.findByRole('row', { name: /Bob/ })).toBeTruthy()

    fireEvent.click(screen.getByRole('radio', { name: 'Services' }))

    expect(await screen.findByRole('row', { name: /Import/ })).toBeTruthy()
    expect(screen.queryByRole('row', { name: /Bob/ })).toBeNull()
    expect(window.location.search).toContain('type=service')
    expect(sent('ListUsers').map(({ variables }) => variables['type'])).toEqual([
      'admin',
      'service',
    ])
  })

  test('without services says what one is, and leads back', async () => {
    const ListUsers = () => ({ adminUsers: { listUsers: ok([]) } })
    showAdmin({ address: '/users?type=service', answers: { ListUsers } })

    expect(await screen.findByText('No service has been here yet')).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Show people' })).toBeTruthy()
  })

  test('tells who is disabled and who is of another org', async () => {
    const answers = users(
      { ...bob, disabled: true },
      { ...bob, id: '00u_3', displayName: 'Cy', issuer: 'https://old.okta.com/oauth2/default' },
    )
    showAdmin({ address: '/users', answers })

    expect((await screen.findByRole('row', { name: /Bob/ })).textContent).toContain('Disabled')
    expect(screen.getByRole('row', { name: /Cy/ }).textContent).toContain('Of another org')
    expect((await menuOf('Cy')).getByRole('menuitem', { name: 'Let in again…' })).toBeTruthy()
  })

  test('gives who may only read nothing to do', async () => {
    const permissions = [{ name: 'adminUsers.user', rwd: 'r' }]
    showAdmin({ address: '/users', permissions, answers: users(bob) })

    const menu = await menuOf('Bob')

    expect(menu.getAllByRole('menuitem').map((it) => it.textContent)).toEqual(['Show'])
  })
})

describe('somebody', () => {
  test('is disabled after a question, and enabled without one', async () => {
    let disabled = false
    const answers = {
      ListUsers: () => ({ adminUsers: { listUsers: ok([ada, { ...bob, disabled }]) } }),
      DisableUser: () => {
        disabled = true
        return { adminUsers: { disableUser: ok({ id: bob.id }) } }
      },
      EnableUser: () => ({ adminUsers: { enableUser: ok({ id: bob.id }) } }),
    }
    const { sent } = showAdmin({ address: '/users', answers })
    fireEvent.click((await menuOf('Bob')).getByRole('menuitem', { name: 'Disable…' }))
    expect(sent('DisableUser')).toEqual([])

    fireEvent.click((await dialog()).getByRole('button', { name: 'Disable user' }))

    expect(await screen.findByText('Bob is disabled.')).toBeTruthy()
    expect(sent('DisableUser')[0]?.variables).toEqual({ id: bob.id, type: 'admin' })
    await waitFor(() =>
      expect(screen.getByRole('row', { name: /Bob/ }).textContent).toContain('Disabled'),
    )
    fireEvent.click((await menuOf('Bob')).getByRole('menuitem', { name: 'Enable' }))
    await waitFor(() => expect(sent('EnableUser')).toHaveLength(1))
  })

  test('who cannot be disabled stays in view, with the reason', async () => {
    const DisableUser = () => ({
      adminUsers: { disableUser: refused('CANNOT_DISABLE_YOURSELF', 'You cannot.') },
    })
    showAdmin({ address: '/users', answers: { ...users(bob), DisableUser } })
    fireEvent.click((await menuOf('Bob')).getByRole('menuitem', { name: 'Disable…' }))
    const question = await dialog()

    fireEvent.click(question.getByRole('button', { name: 'Disable user' }))

    expect(await question.findByText('Bob was not disabled')).toBeTruthy()
    expect(question.getByText('You cannot.')).toBeTruthy()
  })

  test('who is at the screen cannot be disabled', async () => {
    showAdmin({ address: '/users', answers: users(bob) })

    const item = (await menuOf('Ada')).getByRole('menuitem', { name: /Disable…/ })

    expect(item).toHaveProperty('disabled', true)
  })

  test('is signed out everywhere after a question', async () => {
    const SignOutEverywhere = () => ({ security: { signOutEverywhere: ok(true) } })
    const { sent } = showAdmin({ address: '/users', answers: { ...users(bob), SignOutEverywhere } })
    fireEvent.click((await menuOf('Bob')).getByRole('menuitem', { name: 'Sign out everywhere…' }))

    fireEvent.click((await dialog()).getByRole('button', { name: 'Sign out everywhere' }))

    await waitFor(() => expect(sent('SignOutEverywhere')[0]?.variables).toEqual({ userId: bob.id }))
  })

  test('is shown with what each of their groups allows, and those that the tenant lacks', async () => {
    showAdmin({ address: '/users?open=00u_2', answers: { ...users(bob), ListGroups } })
    const drawer = await dialog()

    expect(await drawer.findByRole('heading', { name: 'Editors' })).toBeTruthy()
    expect(drawer.getByRole('listitem').textContent).toMatch(/read/i)
    expect(drawer.getByRole('heading', { name: 'gone' })).toBeTruthy()
    expect(drawer.getByText('This tenant has no such group: it gives nothing.')).toBeTruthy()
  })

  test('is shown without permissions to who may not read groups', async () => {
    const permissions = [{ name: 'adminUsers.user' }]
    const { sent } = showAdmin({ address: '/users?open=00u_2', permissions, answers: users(bob) })

    expect(await (await dialog()).findByText(/In editors, gone\./)).toBeTruthy()
    expect(sent('ListGroups')).toEqual([])
  })

  test('whom nobody knows is said to be unknown', async () => {
    showAdmin({ address: '/users?open=00u_9', answers: users(bob) })

    expect(await (await dialog()).findByText('There is nobody of this id here')).toBeTruthy()
  })
})
