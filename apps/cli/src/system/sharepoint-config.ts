import { loadConfigFrom, type SharePointConfig } from '@app/config';
import { checkEnvironment } from './app-environment';

/** The library that the GRAPH_* variables name, whatever DELIVERY_TARGET says: it is looked at before it is used. */
export function sharePointConfig(variables: NodeJS.ProcessEnv): SharePointConfig {
  const env = { ...variables, DELIVERY_TARGET: 'sharepoint' };
  checkEnvironment(env, 'delivery');
  const { delivery } = loadConfigFrom(env, 'delivery');
  if (delivery.target !== 'sharepoint') throw new TypeError('The target was just set to sharepoint');
  return delivery;
}
