/** The elements of Strapi's login form. Null on any other page, or if Strapi has changed the form. */
export interface LoginForm {
  form: HTMLFormElement;
  email: HTMLInputElement;
  submit: HTMLButtonElement;
}

const LOGIN_PAGE = /\/auth\/login\/?$/;

export const isLoginPage = (): boolean => LOGIN_PAGE.test(window.location.pathname);

export const findForm = (): LoginForm | null => {
  if (!isLoginPage()) return null;
  const email = document.querySelector<HTMLInputElement>('form input[name="email"]');
  const form = email?.form;
  const submit = form?.querySelector<HTMLButtonElement>('button[type="submit"]');
  return email && form && submit && form.querySelector('input[name="password"]') ? { form, email, submit } : null;
};
