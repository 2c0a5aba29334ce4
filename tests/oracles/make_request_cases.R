# Works out request_cases.json:   Rscript make_request_cases.R > request_cases.json
#
# Each case is a request as `python -m cxmetrics compare` takes it, and what R makes of the same figures. Run under
# R 4.2.2 with jsonlite, survey 4.1-1 and metafor 3.8-1.

suppressMessages({ library(jsonlite); library(survey); library(metafor) })
set.seed(20240602)

cases <- list()
case <- function(id, source, request, expected, rel = 1e-6, abs = 1e-9)
  cases[[length(cases) + 1]] <<- list(id = paste0("request-", id), source = source, kind = "request", input = request,
                                      expected = expected, tol = list(rel = rel, abs = abs))
two <- function(kind, before, after, ...) list(kind = kind, before = before, after = after, ...)
ends <- function(x) as.numeric(x)[1:2]
wilson <- function(x, n, level = .95) ends(suppressWarnings(prop.test(x, n, conf.level = level, correct = FALSE))$conf.int)
mover <- function(one, two, ci1, ci2) two - one + c(-1, 1) * c(sqrt((two - ci2[1])^2 + (ci1[2] - one)^2),
                                                               sqrt((ci2[2] - two)^2 + (one - ci1[1])^2))
moments <- function(y) list(n = length(y), mean = mean(y), sd = sd(y))

# The same people twice -------------------------------------------------------------------------------------------

# Tango's score: the constrained maximum of the multinomial likelihood, by numeric search.
score <- function(delta, b, c, n) {
  likelihood <- function(p21) {
    p12 <- p21 + delta; rest <- 1 - p12 - p21
    b * log(max(p12, 1e-300)) + c * log(max(p21, 1e-300)) + (n - b - c) * log(max(rest, 1e-300))
  }
  p21 <- optimize(likelihood, c(max(0, -delta), (1 - delta) / 2), maximum = TRUE, tol = 1e-13)$maximum
  (b - c - n * delta) / sqrt(n * (2 * p21 + delta * (1 - delta)))
}
for (b in list(c(30, 16, 4, 24), c(9, 7, 1, 6), c(50, 12, 15, 60))) {
  n <- sum(b); est <- (b[2] - b[3]) / n
  limit <- function(z, side) uniroot(function(d) score(d, b[2], b[3], n) - z, side, tol = 1e-12)$root
  before <- rep(c(1, 0, 1, 0), b); after <- rep(c(1, 1, 0, 0), b)
  case(paste(c("paired-shares", b), collapse = "-"), "R mcnemar.test(correct = FALSE); Tango's score by optimize and uniroot",
       two("proportion", list(values = before), list(values = after), paired = TRUE),
       list(change = est, interval = c(limit(qnorm(.975), c(-.99, est)), limit(-qnorm(.975), c(est, .99))),
            p_value = mcnemar.test(table(before, after), correct = FALSE)$p.value), rel = 1e-5)
}
for (n in c(20, 60)) {
  one <- sample(0:10, n, TRUE); later <- pmin(10, pmax(0, one + sample(-2:3, n, TRUE)))
  group <- function(s) 100 * ((s >= 9) - (s <= 6)); found <- t.test(group(later), group(one), paired = TRUE)
  case(paste0("paired-nps-", n), "R t.test(paired = TRUE) on -100, 0, 100",
       two("nps", list(scores = one), list(scores = later), paired = TRUE),
       list(change = unname(found$estimate), standard_error = unname(found$stderr)))
  one <- round(rlnorm(n, 5, .7), 1); later <- round(one * rlnorm(n, -.1, .3), 1)
  found <- t.test(log(later), log(one), paired = TRUE)
  case(paste0("paired-durations-", n), "R t.test(paired = TRUE) on log seconds, exponentiated",
       two("duration", list(values = one), list(values = later), paired = TRUE),
       list(change = unname(exp(found$estimate) - 1), interval = exp(ends(found$conf.int)) - 1,
            interval_90 = exp(ends(t.test(log(later), log(one), paired = TRUE, conf.level = .9)$conf.int)) - 1,
            p_value = found$p.value, standard_error = unname(found$stderr)))
}

# Keys ------------------------------------------------------------------------------------------------------------

for (n in c(15, 40)) {
  who <- sample(n, 160, TRUE); later <- rep(0:1, each = 80); y <- round(60 + 8 * rnorm(n)[who] + 10 * rnorm(160), 1)
  found <- summary(svyglm(y ~ later, svydesign(ids = ~who, weights = ~1, data = data.frame(y, later, who))))
  period <- function(p) list(values = y[later == p], keys = who[later == p])
  case(paste0("keys-", n), "R survey::svyglm, ids = who", two("mean", period(0), period(1)),
       list(change = found$coefficients[2, 1], standard_error = found$coefficients[2, 2],
            dependence = list(key = "respondent", groups = length(unique(who)), shared = TRUE)))
}
customers <- sample(30, 120, TRUE); later <- rep(0:1, each = 60); x <- rpois(120, 3) + 1; y <- rbinom(120, x, .3)
d <- data.frame(y, x, customers)
lin <- unlist(lapply(0:1, function(p) { i <- later == p; r <- sum(y[i]) / sum(x[i]); (y[i] - r * x[i]) / sum(x[i]) }))
e <- tapply(lin * ifelse(later == 1, 1, -1), customers, sum)
case("keys-ratio", "R: linearised by hand, summed by customer, G/(G-1) sum e^2",
     two("ratio", list(numerators = y[1:60], denominators = x[1:60], keys = customers[1:60]),
         list(numerators = y[61:120], denominators = x[61:120], keys = customers[61:120])),
     list(change = sum(y[61:120]) / sum(x[61:120]) - sum(y[1:60]) / sum(x[1:60]),
          standard_error = sqrt(length(e) / (length(e) - 1) * sum(e^2))))

# Medians, amounts, durations -------------------------------------------------------------------------------------

middle <- function(y, level = .95) {
  y <- sort(y); n <- length(y); k <- qbinom((1 - level) / 2, n, .5)
  if (pbinom(k - 1, n, .5) > (1 - level) / 2 || k == 0) stop("too few")
  while (pbinom(k, n, .5) <= (1 - level) / 2) k <- k + 1
  c(y[k], y[n - k + 1])
}
for (n in list(c(25, 40), c(80, 61))) {
  one <- round(rlnorm(n[1], 5, 1), 1); later <- round(rlnorm(n[2], 4.8, 1), 1)
  case(sprintf("median-%d-%d", n[1], n[2]), "R median, order statistics by pbinom, joined by the MOVER formula",
       two("median", list(values = one), list(values = later)),
       list(before = list(value = median(one), interval = middle(one), n = n[1]),
            after = list(value = median(later), interval = middle(later), n = n[2]), change = median(later) - median(one),
            interval = mover(median(one), median(later), middle(one), middle(later)),
            interval_90 = mover(median(one), median(later), middle(one, .9), middle(later, .9))))
}
spent <- function(n, zeros, mean) c(rep(0, zeros), round(rlnorm(n - zeros, mean, .9), 2))
for (n in list(c(60, 20, 80, 10), c(200, 50, 150, 70))) {
  one <- spent(n[1], n[2], 3); later <- spent(n[3], n[4], 3.2); found <- t.test(log(later[later > 0]), log(one[one > 0]))
  share <- c(1 - n[2] / n[1], 1 - n[4] / n[3])
  short <- function(y) list(n = length(y), zeros = sum(y == 0), mean_log = mean(log(y[y > 0])), sd_log = sd(log(y[y > 0])))
  expected <- list(change = unname(exp(diff(rev(found$estimate))) - 1), interval = exp(ends(found$conf.int)) - 1,
                   p_value = found$p.value, beside = list("share above zero" = list(
                     change = diff(share), interval = mover(share[1], share[2], wilson(n[1] - n[2], n[1]),
                                                            wilson(n[3] - n[4], n[3])))))
  source <- "R t.test on logs of what is above zero; prop.test intervals joined by Newcombe's formula"
  case(sprintf("amount-%d", n[1]), source, two("amount", list(values = one), list(values = later)), expected)
  case(sprintf("amount-summary-%d", n[1]), source, two("amount", short(one), short(later)), expected)
}
one <- rlnorm(30, 5, 1); later <- rlnorm(50, 4.9, .8); found <- t.test(log(later), log(one))
logs <- function(y) list(n = length(y), mean_log = mean(log(y)), sd_log = sd(log(y)))
case("duration-summary", "R t.test on log seconds, exponentiated", two("duration", logs(one), logs(later)),
     list(change = unname(exp(diff(rev(found$estimate))) - 1), interval = exp(ends(found$conf.int)) - 1,
          p_value = found$p.value, standard_error = found$stderr))

# Scales ----------------------------------------------------------------------------------------------------------

# Brunner & Munzel by ranks, as printed in their paper.
ranked <- function(x, y) {
  n <- length(x); m <- length(y); all <- rank(c(x, y)); rx <- all[1:n]; ry <- all[-(1:n)]
  sx <- sum((rx - rank(x) - mean(rx) + (n + 1) / 2)^2) / (n - 1)
  sy <- sum((ry - rank(y) - mean(ry) + (m + 1) / 2)^2) / (m - 1)
  higher <- (mean(ry) - (m + 1) / 2) / n; error <- sqrt(sx / (n * m^2) + sy / (m * n^2)); df <- (sx / (n * m^2) + sy / (m * n^2))^2 /
    ((sx / (n * m^2))^2 / (n - 1) + (sy / (m * n^2))^2 / (m - 1))
  list(value = higher, interval = higher + c(-1, 1) * qt(.975, df) * error, p_value = 2 * pt(-abs(higher - .5) / error, df))
}
for (h in list(list(c(12, 18, 45, 120, 205), c(10, 15, 40, 118, 217)), list(c(4, 6, 9, 20, 31, 28, 22), c(2, 5, 8, 15, 30, 33, 27)))) {
  x <- rep(seq_along(h[[1]]), h[[1]]); y <- rep(seq_along(h[[2]]), h[[2]]); found <- t.test(y, x); k <- length(h[[1]])
  top <- sapply(h, function(v) sum(tail(v, 2))); n <- sapply(h, sum)
  levels <- function(v) list(levels = setNames(as.list(v), seq_along(v)))
  expected <- list(change = unname(diff(rev(found$estimate))), interval = ends(found$conf.int), p_value = found$p.value,
    checks = list(ranked(x, y)), beside = list("top box" = list(change = diff(top / n), interval = mover(
      top[1] / n[1], top[2] / n[2], wilson(top[1], n[1]), wilson(top[2], n[2])))))
  source <- "R t.test; Brunner-Munzel by rank(); prop.test intervals joined by Newcombe's formula"
  case(paste0("scale-", k), source, two("mean", levels(h[[1]]), levels(h[[2]])), expected)
  case(paste0("scale-values-", k), source, two("mean", list(values = x), list(values = y)), expected)
}

# Ratios and rates ------------------------------------------------------------------------------------------------

for (n in list(c(40, 60), c(150, 90))) {
  x <- lapply(n, function(k) rpois(k, 2) + 1); y <- lapply(x, function(v) rbinom(length(v), v, .35))
  each <- Map(function(a, b) svyratio(~a, ~b, svydesign(ids = ~1, weights = ~1, data = data.frame(a, b))), y, x)
  r <- sapply(each, function(s) as.numeric(coef(s))); se <- sapply(each, function(s) as.numeric(SE(s)))
  df <- sum(se^2)^2 / sum(se^4 / (n - 1)); half <- qt(.975, df) * sqrt(sum(se^2))
  expected <- list(change = diff(r), standard_error = sqrt(sum(se^2)), interval = diff(r) + c(-half, half))
  sums <- function(a, b) list(n = length(a), sum_y = sum(a), sum_x = sum(b), sum_yy = sum(a^2), sum_xx = sum(b^2), sum_xy = sum(a * b))
  spread <- function(a, b) list(n = length(a), mean_y = mean(a), mean_x = mean(b), var_y = var(a), var_x = var(b), cov_xy = cov(a, b))
  raw <- function(a, b) list(numerators = a, denominators = b)
  for (form in list(list("raw", raw), list("sums", sums), list("spread", spread)))
    case(sprintf("ratio-%s-%d", form[[1]], n[1]), "R survey::svyratio in both periods, Welch's degrees of freedom",
         two("ratio", form[[2]](y[[1]], x[[1]]), form[[2]](y[[2]], x[[2]])), expected)
}
for (n in c(8, 20)) {
  e <- round(runif(2 * n, 5, 30), 1); y <- rnbinom(2 * n, mu = e * rep(c(3, 3.5), each = n), size = 10)
  half <- list(1:n, (n + 1):(2 * n)); rates <- sapply(half, function(i) sum(y[i]) / sum(e[i]))
  pull <- unlist(lapply(1:2, function(p) { i <- half[[p]]; (y[i] - rates[p] * e[i]) / sum(e[i]) }))
  G <- 2 * n; linear <- G / (G - 1) * sum(pull^2); poisson <- sum(rates / sapply(half, function(i) sum(e[i])))
  stopifnot(linear > poisson)
  unit <- function(i) list(counts = y[i], exposures = e[i])
  case(paste0("rate-units-", n), "R: linearised by hand, units as clusters, G/(G-1) sum e^2 (above Poisson's)",
       two("rate", unit(half[[1]]), unit(half[[2]])), list(change = diff(rates), standard_error = sqrt(linear)))
}

# Earlier periods, and accounts that are all there are --------------------------------------------------------------

n <- sample(300:900, 12); x <- rbinom(12, n, pmin(.9, pmax(.1, .6 + rnorm(12, 0, .05)))); p <- x / n
common <- sum(n * p * (1 - p)) / sum(n); found <- rma(p, common / n, method = "DL")
share <- function(i) list(events = x[i], n = n[i])
case("baseline", "R metafor::rma(method = 'DL'), one variance of an answer for all periods",
     two("proportion", list(events = 240, n = 400), list(events = 260, n = 400), baseline = lapply(1:12, share)),
     list(tau = sqrt(found$tau2), standard_error = sqrt(.6 * .4 / 400 + .65 * .35 / 400 + 2 * found$tau2)), rel = 1e-6)
finite <- function(counts, N) {
  y <- data.frame(y = rep(c(-100, 0, 100), counts), N = N)
  as.numeric(SE(svymean(~y, svydesign(ids = ~1, fpc = ~N, data = y, weights = ~1))))
}
counts <- function(v) list(detractors = v[1], passives = v[2], promoters = v[3])
case("population-nps", "R survey::svymean with fpc in both periods",
     two("nps", counts(c(15, 30, 75)), counts(c(10, 30, 70)), population = 150),
     list(standard_error = sqrt(finite(c(15, 30, 75), 150)^2 + finite(c(10, 30, 70), 150)^2)))
one <- round(rnorm(40, 60, 9)); later <- round(rnorm(35, 63, 9))
case("population-mean", "R: t.test's standard errors times 1 - n/N",
     two("mean", moments(one), moments(later), population = 60),
     list(standard_error = sqrt(var(one) / 40 * (1 - 40 / 60) + var(later) / 35 * (1 - 35 / 60))))

lines <- sapply(cases, toJSON, auto_unbox = TRUE, digits = NA, null = "null")
cat("[\n", paste0(lines, collapse = ",\n"), "\n]\n", sep = "")
