import { rolesAboveThese, type Grant, type RoleGrants } from '../../../../server/src/administration/people/ranks';

const grant = (action: string, more: Partial<Grant> = {}): Grant => ({
  action,
  subject: null,
  properties: {},
  conditions: [],
  ...more,
});

let count = 0;
const role = (...grants: Grant[]): RoleGrants => ({ id: (count += 1), code: `role-${count}`, grants });
const superAdmin = (): RoleGrants => ({ ...role(), code: 'strapi-super-admin' });

const isAbove = (actor: RoleGrants[], target: RoleGrants): boolean => rolesAboveThese(actor, [target]).has(target.id);

describe('who is above whom', () => {
  it('super admins are above everybody else, and nobody is above them [C21] [A53]', () => {
    expect(isAbove([role(grant('a'))], superAdmin())).toBe(true);
    expect(isAbove([], superAdmin())).toBe(true);
    expect(isAbove([superAdmin()], superAdmin())).toBe(false);
    expect(isAbove([superAdmin()], role(grant('a')))).toBe(false);
    expect(isAbove([role(grant('a')), superAdmin()], role(grant('z')))).toBe(false);
  });

  it('whoever holds a permission the actor lacks [C21]', () => {
    expect(isAbove([role(grant('a'))], role(grant('a')))).toBe(false);
    expect(isAbove([role(grant('a'))], role(grant('a'), grant('b')))).toBe(true);
    expect(isAbove([role(grant('a'), grant('b'))], role(grant('a')))).toBe(false);
    expect(isAbove([role(grant('a'))], role())).toBe(false);
    expect(isAbove([], role())).toBe(false);
    expect(isAbove([], role(grant('a')))).toBe(true);
  });

  it('several roles of the actor count together [C14] [C21]', () => {
    expect(isAbove([role(grant('a')), role(grant('b'))], role(grant('a'), grant('b')))).toBe(false);
  });

  it('the same action on another content type is another permission [C21]', () => {
    const on = (subject: string) => grant('read', { subject });
    expect(isAbove([role(on('api::page.page'))], role(on('api::post.post')))).toBe(true);
    expect(isAbove([role(on('api::post.post'))], role(on('api::post.post')))).toBe(false);
  });

  it('more fields or more languages are more [C21]', () => {
    const fields = (...names: string[]) => grant('update', { properties: { fields: names } });
    expect(isAbove([role(fields('title'))], role(fields('title', 'text')))).toBe(true);
    expect(isAbove([role(fields('title', 'text'))], role(fields('text')))).toBe(false);
    expect(isAbove([role(fields('title'))], role(grant('update')))).toBe(true);
    expect(isAbove([role(grant('update'))], role(fields('title')))).toBe(false);
    const locales = (...names: string[]) => grant('update', { properties: { fields: ['title'], locales: names } });
    expect(isAbove([role(locales('en'))], role(locales('en', 'de')))).toBe(true);
    expect(isAbove([role(locales('en'))], role(fields('title')))).toBe(true);
  });

  it('fields of one permission are not lent to the languages of another [C21]', () => {
    const one = grant('update', { properties: { fields: ['title'], locales: ['en'] } });
    const two = grant('update', { properties: { fields: ['text'], locales: ['de'] } });
    const both = grant('update', { properties: { fields: ['title'], locales: ['de'] } });
    expect(isAbove([role(one, two)], role(both))).toBe(true);
  });

  it('a permission without conditions is more than one with [C21]', () => {
    const own = grant('delete', { conditions: ['admin::is-creator'] });
    const either = grant('delete', { conditions: ['admin::is-creator', 'admin::has-same-role-as-creator'] });
    expect(isAbove([role(own)], role(grant('delete')))).toBe(true);
    expect(isAbove([role(grant('delete'))], role(own))).toBe(false);
    expect(isAbove([role(own)], role(either))).toBe(true);
    expect(isAbove([role(either)], role(own))).toBe(false);
  });
});
