import { contracts } from '@kouyi/shared/contracts';
import { route } from '../kernel/http';
import { healthOf } from './health';

export const routes = [route(contracts.system.health, () => healthOf())];
